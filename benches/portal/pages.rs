//! Every page of the three journeys.

use crate::cast::Cast;

/// One page.
pub struct Page {
    /// For people.
    pub name: String,
    pub path: String,
    /// Of whoever opens it; empty for nobody.
    pub cookie: String,
    /// True if it is rendered once and kept for a moment. The others are made afresh from the database each time.
    pub kept: bool,
}

fn kept(name: &str, path: &str) -> Page {
    Page {
        name: name.to_owned(),
        path: path.to_owned(),
        cookie: String::new(),
        kept: true,
    }
}

fn afresh(name: &str, path: impl Into<String>, cookie: &str) -> Page {
    Page {
        name: name.to_owned(),
        path: path.into(),
        cookie: cookie.to_owned(),
        kept: false,
    }
}

/// All of them, in the order in which people come to them.
pub fn of(cast: &Cast) -> Vec<Page> {
    [public(cast), applicant(cast), coordinator(cast)].into_iter().flatten().collect()
}

pub fn public(cast: &Cast) -> Vec<Page> {
    vec![
        kept("start page", "/"),
        kept("careers", "/careers"),
        kept("a family of careers", "/careers/nursing"),
        kept("a career", "/careers/roles/adult-nurse"),
        afresh("careers, searched", "/careers?q=nurse", ""),
        kept("placements", "/work-experience"),
        afresh("placements, searched", "/work-experience?q=ward&place=LS9&within=100", ""),
        kept("a placement", &format!("/work-experience/{}", cast.slug)),
        kept("how places are given", "/how-places-are-given"),
        kept("draws and their results", "/how-places-are-given/draws"),
        kept("the register", "/organisations"),
        afresh("the register, searched", "/organisations?q=trust", ""),
        kept("an organisation", &format!("/organisations/{}", cast.organisation)),
        kept("how to sign a commitment", "/pledge"),
    ]
}

fn applicant(cast: &Cast) -> Vec<Page> {
    let Cast {
        draft,
        waiting,
        offered,
        placed,
        ..
    } = cast;
    let of = |own: &crate::cast::Own, page: &str| format!("/applications/{}{page}", own.reference);
    let mut pages = vec![
        afresh("before you start", format!("/apply/{}", cast.slug), &cast.visitor),
        afresh("check that you can apply", format!("/apply/{}/check", cast.slug), &cast.visitor),
        afresh("sign in", "/sign-in", &cast.visitor),
        afresh("my applications", "/my-applications", &waiting.cookie),
        afresh("the task list", of(draft, ""), &draft.cookie),
    ];
    for step in &cast.steps {
        pages.push(afresh(&format!("question: {step}"), of(draft, &format!("/{step}")), &draft.cookie));
    }
    pages.extend([
        afresh("check your answers", of(draft, "/check"), &draft.cookie),
        afresh("status page, waiting", of(waiting, ""), &waiting.cookie),
        afresh("its waiting lists", of(waiting, "/waiting"), &waiting.cookie),
        afresh("who looked at my data", of(waiting, "/who-looked"), &waiting.cookie),
        afresh("status page, offered", of(offered, ""), &offered.cookie),
        afresh("an offer", of(offered, "/offer"), &offered.cookie),
        afresh("messages", of(offered, "/messages"), &offered.cookie),
        afresh("my placement", of(placed, "/placement"), &placed.cookie),
        afresh("my data", "/my-data", &waiting.cookie),
    ]);
    pages
}

pub fn coordinator(cast: &Cast) -> Vec<Page> {
    let Cast {
        list, placement, decided, ..
    } = cast;
    let open = &cast.open[0];
    let placed = |page: &str| format!("/coordinate/placements/{}{page}", placement.reference);
    vec![
        afresh("dashboard", "/coordinate", &list.cookie),
        afresh(
            "a ranked list",
            format!("/coordinate/opportunities/{}", list.reference),
            &list.cookie,
        ),
        afresh("one proposal", format!("/coordinate/proposals/{}", open.reference), &open.cookie),
        afresh(
            "what was decided",
            format!("/coordinate/proposals/{}", decided.reference),
            &decided.cookie,
        ),
        afresh("rounds", "/coordinate/rounds", &list.cookie),
        afresh("who comes", "/coordinate/placements", &placement.cookie),
        afresh("one who comes", placed(""), &placement.cookie),
        afresh("messages with them", placed("/messages"), &placement.cookie),
        afresh("the sheet of a day", format!("/coordinate/day/{}", cast.day), &placement.cookie),
    ]
}
