//! The page layer: assets as they are served, the layout, the shells and the pages for when something goes wrong.

use actix_web::http::{StatusCode, header};
use actix_web::{App, test as server};
use askama::Template;
use practise::web::components::{
    ActionLink, Breadcrumb, Button, Card, Cell, Checkboxes, ContentsList, DateInput, Details, DoDontList, FieldError, Fieldset, Heading,
    Html, Image, Input, InsetText, Label, Legend, NotificationBanner, Pagination, Panel, Radios, Select, Sort, SummaryList, Table, Tag,
    TagColour, TaskList, TaskStatus, Textarea, WarningCallout, WrongParts,
};
use practise::web::layout::{Flash, Layout, Link, render};
use practise::web::{assets, error_pages};
use scraper::{Html as Page, Selector};

fn layout() -> Layout {
    Layout {
        service_name: "Practise".into(),
        organisation: "Example Integrated Care Board".into(),
        csrf: "token".into(),
        form_key: "key".into(),
        path: "/staff/rounds/2".into(),
        ..Layout::default()
    }
}

fn text(page: &Page, selector: &str) -> String {
    let element = page.select(&Selector::parse(selector).unwrap()).next();
    element
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .unwrap_or_default()
}

fn count(page: &Page, selector: &str) -> usize {
    page.select(&Selector::parse(selector).unwrap()).count()
}

/// Renders a page, keeps it where the HTML checkers look, and reads it.
fn shown(name: &str, page: &impl Template, layout: &Layout) -> Page {
    let html = render(page, layout).unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.html")), &html).unwrap();
    Page::parse_document(&html)
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "shells/question.html" %}
{%- import "components/macros.html" as c -%}
{%- block title %}About you{% endblock -%}
{%- block before_form %}{{ c::heading_with_caption("Your details", "About you") }}{% endblock -%}
{%- block fields %}{% for field in fields %}{{ field }}{% endfor %}
{{ Input::new("escaped", "Town").value(typed).error(FieldError::find(errors, "escaped")) }}{% endblock -%}"#
)]
struct Question {
    back: String,
    errors: Vec<FieldError>,
    fields: Vec<Html>,
    typed: String,
}

/// Every form component, with or without something wrong.
fn question(wrong: bool) -> Question {
    let message = |text: &'static str| wrong.then_some(text);
    let fields = vec![
        Html::of(
            Input::new("first-name", "First name")
                .hint("As it is in your passport")
                .value("Ada")
                .autocomplete("given-name")
                .width(20)
                .no_spellcheck()
                .error(message("Enter your first name")),
        ),
        Html::of(Input::new("email", "Email address").email()),
        Html::of(
            Input::new("days", Label::new("Days").caption("Time"))
                .numeric()
                .suffix("days")
                .width(3),
        ),
        Html::of(
            DateInput::new("birth", "What is your date of birth?")
                .hint("For example, 27 3 2007")
                .birthday()
                .values("27", "13", "2007")
                .error(
                    message("Date of birth must be a real date"),
                    WrongParts {
                        month: true,
                        ..WrongParts::default()
                    },
                ),
        ),
        Html::of(
            Radios::new("contact", Legend::new("How should we contact you?"))
                .item("email", "Email")
                .item_hint("We use the address above")
                .item("phone", "Phone")
                .checked("phone")
                .error(message("Select how we should contact you")),
        ),
        Html::of(
            Checkboxes::new("areas", "Which areas interest you?")
                .hint("Select all that apply")
                .item("nursing", "Nursing")
                .item("pharmacy", "Pharmacy")
                .conditional(Html::of(Input::new("phone-number", "Phone number").telephone()))
                .none("none", "No, none of these areas interest me")
                .checked(["nursing"]),
        ),
        Html::of(Checkboxes::single("agree", "yes", "I agree")),
        Html::of(Textarea::new("why", "Why do you want to come?").max_length(400).threshold(75)),
        Html::of(
            Textarea::new("more", "Anything else (optional)")
                .rows(3)
                .error(message("Enter less")),
        ),
        Html::of(
            Select::new("region", "Region")
                .item("", "Choose")
                .item("north", "North")
                .selected("north"),
        ),
        Html::of(Fieldset::new(
            Legend::new("What is your address?"),
            Html::of(Input::new("line-1", "Address line 1").autocomplete("address-line1")),
        )),
    ];
    let errors = if wrong {
        vec![
            FieldError::new("first-name", "Enter your first name"),
            FieldError::new("birth-month", "Date of birth must be a real date"),
            FieldError::new("contact", "Select how we should contact you"),
            FieldError::new("more", "Enter less"),
            FieldError::new("escaped", "Enter <b>less</b>"),
        ]
    } else {
        Vec::new()
    };
    Question {
        back: "/apply".into(),
        errors,
        fields,
        typed: "<script>alert(1)</script>".into(),
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "shells/staff.html" %}
{%- import "components/macros.html" as c -%}
{%- block title %}Everything{% endblock -%}
{%- block before_main %}{{ Breadcrumb::new().page("Home", "/").page("Rounds", "/staff/rounds") }}{% endblock -%}
{%- block body %}{{ c::heading("Everything") }}{% for part in parts %}{{ part }}{% endfor %}
{{ c::post_button("/done", "Confirm and save") }}{{ c::warning_button("Delete") }}{{ c::secondary_button("Keep") }}
{{ c::button_link("Start now", "/start") }}{% endblock -%}"#
)]
struct Everything {
    parts: Vec<Html>,
}

fn everything() -> Everything {
    let parts = vec![
        Html::of(
            TaskList::new("tasks")
                .task("Your details", "/a", TaskStatus::Completed)
                .task("Your school", "/b", TaskStatus::Incomplete)
                .hint("About 5 minutes")
                .task("Check and send", "/c", TaskStatus::CannotStartYet),
        ),
        Html::of(
            SummaryList::new()
                .row("Name", "Ada Lovelace")
                .change("/name", "name")
                .optional_row("Phone", None::<&str>)
                .change("/phone", "phone number"),
        ),
        Html::of(
            SummaryList::new()
                .row("Places", "3")
                .action("Edit", "/e", "places")
                .card(Heading::from("Ward 7")),
        ),
        Html::of(
            Table::new("Applications in this round")
                .column("Name")
                .column(Cell::sorted("Score", "?sort=score", Sort::Descending))
                .column(Cell::numeric("Days"))
                .first_cell_is_header()
                .responsive()
                .row([Cell::link("Ada", "/a/1"), Cell::from("12"), Cell::numeric("3")])
                .row([
                    Cell::from("Ben"),
                    Cell::from(Html::of(Tag::new("New", TagColour::Blue))),
                    Cell::numeric("5"),
                ]),
        ),
        Html::of(InsetText::new("Places are given by need first.")),
        Html::of(WarningCallout::new("Tell us early", "We give your place to somebody else.")),
        Html::of(Details::new("What is a round?", "A time in which people can apply.")),
        Html::of(Details::new("Where is it?", Html::from_static("<p>In the main building.</p>")).expander()),
        Html::of(Card::new("Nursing").body("Caring for people").link("/nursing").feature()),
        Html::of(Card::new("Pharmacy").link("/pharmacy").primary()),
        Html::of(Card::new("Round 2").body("Open").action("Close", "/close", "round 2")),
        Html::of(DoDontList::to_do(["come on time"])),
        Html::of(DoDontList::not_to_do(["bring valuables"])),
        Html::of(NotificationBanner::important("Applications close on 6 August.").heading(Heading::from("Soon"))),
        Html::of(Panel::new("Application sent").body("Your reference is ABC 123")),
        Html::of(Pagination::pages(5, 9, |page| format!("?page={page}")).unwrap()),
        Html::of(Image::new(assets::FAVICON_SVG, "A letter P on blue").caption("Our mark")),
        Html::of(ContentsList::new().current("Overview").page("What you do", "/do")),
        Html::of(ActionLink::new("Find a placement", "/find")),
        Html::of(Button::link("Start", "/start").reverse()),
    ];
    Everything { parts }
}

#[test]
fn question_page_without_errors() {
    let page = shown("question", &question(false), &layout());
    assert_eq!(text(&page, "title"), "About you – Practise");
    assert_eq!(count(&page, "h1"), 1);
    assert_eq!(count(&page, ".nhsuk-error-summary, .nhsuk-error-message"), 0);
    assert_eq!(count(&page, "form[novalidate] input[type=hidden][name=_csrf][value=token]"), 1);
    assert_eq!(count(&page, "form input[type=hidden][name=_key][value=key]"), 1);
    assert_eq!(text(&page, "form > button"), "Continue");
    assert_eq!(count(&page, "a.nhsuk-back-link[href='/apply']"), 1);
    assert_eq!(count(&page, "script:not([src]), style, [style]"), 0);
}

#[test]
fn question_page_with_errors_links_each_one_to_its_field() {
    let page = shown("question-with-errors", &question(true), &layout());
    assert_eq!(text(&page, "title"), "Error: About you – Practise");
    let links = Selector::parse(".nhsuk-error-summary a").unwrap();
    let mut linked = 0;
    for link in page.select(&links) {
        let id = link.value().attr("href").unwrap();
        assert_eq!(count(&page, &format!("input{id}, textarea{id}")), 1, "{id}");
        linked += 1;
    }
    assert_eq!(linked, 5);
    assert_eq!(count(&page, "#birth-month.nhsuk-input--error"), 1);
    assert_eq!(count(&page, "#birth-day.nhsuk-input--error, #birth-year.nhsuk-input--error"), 0);
    assert_eq!(text(&page, "#escaped-error"), "Error: Enter <b>less</b>");
    assert_eq!(
        count(
            &page,
            "input#escaped[value='<script>alert(1)</script>'][aria-describedby=escaped-error]"
        ),
        1
    );
}

#[test]
fn every_component_on_a_staff_page() {
    let page = shown(
        "everything",
        &everything(),
        &Layout {
            account_links: vec![Link::new("Ada Lovelace", "/account")],
            sign_out: true,
            menu: vec![Link::new("Rounds", "/staff/rounds"), Link::new("Placements", "/staff/placements")],
            development: true,
            nhs_logo: true,
            ..layout()
        },
    );
    assert_eq!(text(&page, "title"), "Everything – Practise – NHS");
    assert_eq!(count(&page, "header form[action='/sign-out'][method=post] input[name=_csrf]"), 1);
    assert_eq!(text(&page, "header [aria-current]"), "Rounds");
    assert_eq!(count(&page, "header svg.nhsuk-header__logo"), 1);
    assert_eq!(count(&page, "form[action='/done'] input[name=_key]"), 1);
    assert!(text(&page, "footer").contains("This is a copy for development."));
    let numbers: Vec<_> = page
        .select(&Selector::parse(".nhsuk-pagination--numbered li").unwrap())
        .map(|item| item.text().collect::<String>().trim().to_owned())
        .collect();
    assert_eq!(numbers, ["1", "⋯", "4", "5", "6", "⋯", "9"]);
}

#[test]
fn layout_without_configuration_shows_no_logo_and_no_account() {
    let page = shown("not-found", &error_pages::NotFound, &layout());
    assert_eq!(count(&page, "header svg, header nav"), 0);
    assert_eq!(text(&page, "header a.nhsuk-header__service-name"), "Practise");
    assert_eq!(text(&page, "footer .nhsuk-body-s"), "Example Integrated Care Board");
    for href in ["/accessibility", "/help", "/cookies", "/privacy", "/terms", "/how-places-are-given"] {
        assert_eq!(count(&page, &format!("footer a[href='{href}']")), 1, "{href}");
    }
}

#[test]
fn flash_is_a_banner_above_the_heading() {
    let flash = Flash {
        success: true,
        heading: None,
        text: "Saved & sent".into(),
    };
    let page = shown(
        "flash",
        &error_pages::NotFound,
        &Layout {
            flash: Some(flash),
            ..layout()
        },
    );
    assert_eq!(text(&page, ".nhsuk-notification-banner--success[role=alert] p"), "Saved & sent");
}

#[test]
fn a_page_without_a_layout_is_an_error_and_not_half_a_page() {
    assert!(error_pages::NotFound.render().is_err());
}

#[test]
fn every_problem_page_offers_a_way_on() {
    let fields = vec![
        ("_key".to_owned(), "k".to_owned()),
        ("why".to_owned(), "\"quoted\" <text>".to_owned()),
    ];
    let unavailable = error_pages::Unavailable {
        retry_seconds: 30,
        action: "/apply/why".into(),
        fields: fields.clone(),
    };
    let pages = [
        ("Page not found", shown("404", &error_pages::NotFound, &layout())),
        ("You cannot open this page", shown("403", &error_pages::Forbidden, &layout())),
        (
            "Something has changed since you opened this page",
            shown(
                "409",
                &error_pages::Conflict {
                    message: "Sam approved this.".into(),
                    href: "/staff".into(),
                },
                &layout(),
            ),
        ),
        (
            "This link no longer works",
            shown(
                "410",
                &error_pages::Gone {
                    message: "You used it already.".into(),
                },
                &layout(),
            ),
        ),
        (
            "You have tried too many times",
            shown("429", &error_pages::TooManyRequests { retry_seconds: 90 }, &layout()),
        ),
        ("Sorry, the service is unavailable", shown("503", &unavailable, &layout())),
        (
            "Sorry, there is a problem with the service",
            shown("500", &error_pages::Internal { reference: "R-1".into() }, &layout()),
        ),
        (
            "Sorry, we could not read what you sent",
            shown("400", &error_pages::BadRequest, &layout()),
        ),
        ("What you sent is too long", shown("413", &error_pages::PayloadTooLarge, &layout())),
    ];
    for (heading, page) in &pages {
        assert_eq!(text(page, "h1"), *heading);
        assert_eq!(text(page, "title"), format!("{heading} – Practise"));
        assert!(count(page, "main a[href='/help']") == 1, "{heading}");
    }
    let (_, page) = &pages[5];
    let kept: Vec<_> = page
        .select(&Selector::parse("form[action='/apply/why'] input[type=hidden]").unwrap())
        .map(|input| (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap().to_owned()))
        .collect();
    assert_eq!(kept, fields, "exactly what was posted comes back");
    assert_eq!(text(page, "form button"), "Try again");
    assert!(text(&pages[4].1, "main").contains("Wait 1 minute, then"));
}

#[actix_web::test]
async fn assets_are_compressed_as_the_browser_asks_and_kept_for_ever() {
    let app = server::init_service(App::new().configure(assets::routes)).await;
    let cases = [
        (None, None),
        (Some("gzip, deflate, br, zstd"), Some("br")),
        (Some("gzip"), Some("gzip")),
        (Some("br;q=0, gzip;q=0.5"), Some("gzip")),
        (Some("identity"), None),
    ];
    let asset = assets::find(assets::PRACTISE_CSS).unwrap();
    for (accepted, encoding) in cases {
        let mut request = server::TestRequest::get().uri(assets::PRACTISE_CSS);
        if let Some(accepted) = accepted {
            request = request.insert_header((header::ACCEPT_ENCODING, accepted));
        }
        let response = server::call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::OK);
        let value = |name| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(value(header::CONTENT_ENCODING), encoding, "{accepted:?}");
        assert_eq!(value(header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(value(header::VARY), Some("Accept-Encoding"));
        assert_eq!(value(header::CONTENT_TYPE), Some("text/css; charset=utf-8"));
        let wanted = match encoding {
            Some("br") => asset.brotli.unwrap(),
            Some(_) => asset.gzip.unwrap(),
            None => asset.raw,
        };
        assert_eq!(server::read_body(response).await, wanted);
    }
}

#[actix_web::test]
async fn unknown_assets_are_not_found_and_fixed_ones_are_not_immutable() {
    let app = server::init_service(App::new().configure(assets::routes)).await;
    for (path, status) in [
        ("/assets/practise.css", StatusCode::NOT_FOUND),
        ("/assets/..%2f..%2fCargo.toml", StatusCode::NOT_FOUND),
        ("/favicon.ico", StatusCode::OK),
        ("/robots.txt", StatusCode::OK),
    ] {
        let response = server::call_service(&app, server::TestRequest::get().uri(path).to_request()).await;
        assert_eq!(response.status(), status, "{path}");
        if status == StatusCode::OK {
            assert_eq!(response.headers().get(header::CACHE_CONTROL).unwrap(), "public, max-age=86400");
        }
    }
}

#[test]
fn assets_ask_for_nothing_from_another_host_and_refer_only_to_what_is_there() {
    for asset in assets::all() {
        let Ok(text) = std::str::from_utf8(asset.raw) else {
            continue;
        };
        assert!(!text.contains("assets.nhs.uk") && !text.contains("@font-face"), "{}", asset.path);
        for reference in text.split("/assets/").skip(1) {
            let name: String = reference
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-.".contains(*c))
                .collect();
            assert!(
                assets::find(&format!("/assets/{name}")).is_some(),
                "{} refers to {name}",
                asset.path
            );
        }
    }
    let script = std::str::from_utf8(assets::find(assets::PRACTISE_JS).unwrap().raw).unwrap();
    let marks = script.find("nhsuk-frontend-supported").unwrap();
    let starts = script.find("\ninitAll();\n").unwrap();
    let own = script.find("data-app-search").unwrap();
    assert!(
        marks < 200 && marks < starts && starts < own,
        "first the marks, then the package, then our own"
    );
}
