//! What every answer of the portal keeps, whoever asks for whatever: checked on each page that any test opens.

use super::page::Page;

/// The policy in full: scripts and styles only from files of our own, forms only to ourselves, nobody frames us.
pub const CONTENT_SECURITY_POLICY: [&str; 9] = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
];

/// Fails if the answer breaks a promise.
pub fn keep(page: &Page, method: &str) {
    let here = format!("{method} {} ({})", page.path, page.status);
    headers(page, &here);
    if page.is_html() && method != "HEAD" {
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{here}");
        assert!(
            page.header("cache-control").contains("no-store"),
            "{here} may be kept by a shared computer"
        );
        markup(page, &here);
    }
    if page.status == 304 {
        // It says that nothing has changed, and leads nowhere.
        assert_eq!(page.header("location"), "", "{here}");
    } else if page.status >= 300 && page.status < 400 {
        let location = page.header("location");
        assert!(
            location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'),
            "{here} leads away: {location}"
        );
    }
}

fn headers(page: &Page, here: &str) {
    let mut policy: Vec<&str> = page
        .header("content-security-policy")
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let mut expected = CONTENT_SECURITY_POLICY.to_vec();
    if page.path.ends_with("/pack.pdf") && page.status == 200 {
        // A file that somebody else made may do nothing at all.
        expected = vec!["default-src 'none'", "frame-ancestors 'none'", "sandbox"];
    }
    policy.sort_unstable();
    expected.sort_unstable();
    assert_eq!(policy, expected, "{here}: Content-Security-Policy");
    for (name, value) in [
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{here}: {name}");
    }
    assert!(!page.header("permissions-policy").is_empty(), "{here}: Permissions-Policy");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert!(!page.headers.contains_key(name), "{here} has {name}");
    }
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{here}: a cookie without {part}");
        }
        assert!(!cookie.contains("Domain="), "{here}: a cookie for other hosts too");
    }
}

fn markup(page: &Page, here: &str) {
    assert!(
        !page.has("script:not([src]), style, [style], base, iframe, object, embed"),
        "{here} has a script, style or frame of its own"
    );
    for element in page.document().tree.nodes().filter_map(|node| node.value().as_element()) {
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on"), "{here} has {name}");
            let leads = matches!(name, "href" | "src" | "action");
            assert!(
                !(leads && value.trim().to_lowercase().starts_with("javascript:")),
                "{here} has {name}={value}"
            );
        }
    }
    assert!(page.has("html[lang='en']"), "{here} has no language");
    assert!(page.has("main#maincontent"), "{here} has no main part");
    let (h1, title) = (page.h1(), page.title());
    // What stands above the heading's own words says where the reader is.
    let caption = page.texts("h1 [class*='nhsuk-caption']").concat();
    let h1 = h1.strip_prefix(&caption).unwrap_or(&h1).trim();
    let title = title.strip_prefix("Error: ").unwrap_or(&title);
    assert!(
        title.starts_with(h1),
        "{here}: the title {title:?} should begin with the heading {h1:?}"
    );
    assert_eq!(
        page.title().starts_with("Error: "),
        page.has(".nhsuk-error-summary"),
        "{here}: `Error: ` and an error summary go together"
    );
    let ids = page.attributes("[id]", "id");
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "{here} has an id twice: {ids:?}");
    for target in page.attributes("a[href^='#']", "href").iter().filter(|target| target.len() > 1) {
        assert!(
            ids.contains(&target[1..].to_owned()),
            "{here} leads to {target}, which is not there"
        );
    }
    for described in page
        .attributes("[aria-describedby]", "aria-describedby")
        .iter()
        .flat_map(|ids| ids.split_whitespace())
    {
        assert!(
            ids.iter().any(|id| id == described),
            "{here} is described by {described}, which is not there"
        );
    }
}
