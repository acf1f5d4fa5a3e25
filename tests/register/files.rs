//! The files of the register: what is in them, that the JSON is as its schema says, and that a program that asks again gets no more than it needs.

use practise::pledges::{CommitmentKind, PledgeState};
use serde_json::Value;
use time::Duration;

use super::recorded;
use crate::support::app::TestApp;
use crate::support::pledges::NewPledge;
use crate::support::run::on_both;

/// Holds a value to a schema. Knows the words that our schema uses and refuses others, so that none is overlooked.
fn broken(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    for (word, rule) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => match rule {
                Value::String(kind) => is(kind),
                kinds => kinds.as_array().unwrap().iter().any(|kind| is(kind.as_str().unwrap())),
            },
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "minLength" => value.as_str().is_none_or(|text| text.len() as u64 >= rule.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "minimum" => value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()),
            "format" if rule == "date" => value
                .as_str()
                .is_none_or(|text| time::Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).is_ok()),
            "format" if rule == "uri" => value.as_str().is_none_or(|text| text.starts_with("http")),
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.is_null() || value.get(name.as_str().unwrap()).is_some()),
            "additionalProperties" => {
                let known = schema["properties"].as_object().unwrap();
                value
                    .as_object()
                    .is_none_or(|fields| fields.keys().all(|name| known.contains_key(name)))
            }
            "properties" => {
                for (name, inner) in rule.as_object().unwrap() {
                    if let Some(field) = value.get(name) {
                        broken.extend(self::broken(inner, field, &format!("{at}/{name}")));
                    }
                }
                true
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    broken.extend(self::broken(rule, item, &format!("{at}/{number}")));
                }
                true
            }
            other => panic!("the test does not know {other}"),
        };
        if !holds {
            broken.push(format!("{at}: {word} {rule}: {value}"));
        }
    }
    broken
}

fn filled(test: &TestApp) {
    let area = test.area("AREA");
    let one = test.organisation("ONE", "=Trust, \"One\"", area);
    recorded(test, one);
    let two = test.organisation("TWO", "Trust Two", area);
    let now = test.now();
    let ended = NewPledge {
        state: PledgeState::Lapsed,
        ended_at: Some(now.plus(-Duration::days(10))),
        renewed: vec![now.plus(-Duration::days(300))],
        ..NewPledge::published(CommitmentKind::Practise, now.plus(-Duration::days(700)))
    };
    test.pledge(two, &ended);
    let draft = NewPledge {
        state: PledgeState::AwaitingChampion,
        published_at: None,
        ..NewPledge::published(CommitmentKind::HealthAmbassador, now)
    };
    test.pledge(two, &draft);
}

on_both! {
    async fn the_json_file_is_as_its_schema_says(test: TestApp) {
        filled(&test);
        let client = test.client();
        let page = client.get("/organisations.json").await;
        page.should_be(200);
        let whole: Value = serde_json::from_str(&page.body()).unwrap();
        let schema: Value = serde_json::from_str(&client.get("/organisations.schema.json").await.body()).unwrap();
        assert_eq!(broken(&schema, &whole, ""), [""; 0]);
        let mut wrong = whole.clone();
        wrong["organisations"][0]["commitments"][0]["status"] = "happy".into();
        wrong["organisations"][0]["surprise"] = 1.into();
        assert_eq!(broken(&schema, &wrong, "").len(), 2, "the schema can be broken");
        let organisations = whole["organisations"].as_array().unwrap();
        assert_eq!(organisations.len(), 2);
        let figures = &organisations[0]["commitments"][0]["figures"];
        assert_eq!(figures[0]["done"], 3, "three named ambassadors");
        assert_eq!(figures[1]["promised"], 6);
        assert_eq!(organisations[1]["commitments"].as_array().unwrap().len(), 1, "what was never published is not told");
        assert!(!page.body().contains("Canary"), "no ambassador is named");
    }

    async fn the_csv_file_is_safe_to_open_and_can_be_read_back(test: TestApp) {
        filled(&test);
        let page = test.client().get("/organisations.csv").await;
        page.should_be(200);
        assert_eq!(page.header("content-type"), "text/csv; charset=utf-8; header=present");
        let body = page.body();
        assert!(body.ends_with("\r\n") && body.lines().all(|line| line.starts_with('"')));
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        let of = |row: usize, name: &str| rows[row].get(head.iter().position(|one| one == name).unwrap()).unwrap().to_owned();
        assert_eq!(of(0, "organisation_name"), "'=Trust, \"One\"");
        assert_eq!((of(0, "commitment"), of(0, "ambassadors"), of(0, "activities_promised")), ("health_ambassador".into(), "3".into(), "6".into()));
        assert_eq!((of(2, "status"), of(2, "ended_on"), of(2, "places_offered")), ("lapsed".into(), "2027-01-01".into(), String::new()));
    }

    async fn the_feed_tells_every_change_once_newest_first(test: TestApp) {
        filled(&test);
        let page = test.client().get("/organisations.atom").await;
        page.should_be(200);
        assert_eq!(page.header("content-type"), "application/atom+xml; charset=utf-8");
        let body = page.body();
        let parts = |tag: &str| -> Vec<String> {
            body.split(&format!("<{tag}>")).skip(1).map(|rest| rest.split("</").next().unwrap().to_owned()).collect()
        };
        let entries: Vec<&str> = body.split("<category term=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(entries, ["lapsed", "published", "renewed", "published", "published"]);
        let ids = parts("id");
        assert!(ids.iter().all(|id| id.starts_with("tag:127.0.0.1,2026-11-01:")), "{ids:?}");
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 6, "each has a name of its own");
        let updated = parts("updated");
        assert_eq!(updated[0], "2027-01-01T09:00:00Z", "the feed is as new as its newest entry");
        assert!(updated[1..].windows(2).all(|pair| pair[0] >= pair[1]), "{updated:?}");
        assert!(body.contains("=Trust, &#34;One&#34;") || body.contains("=Trust, &quot;One&quot;"), "names are escaped");
    }

    async fn a_file_that_is_known_is_not_sent_again(test: TestApp) {
        filled(&test);
        let client = test.client();
        for path in ["/organisations.csv", "/organisations.json", "/organisations.atom"] {
            let page = client.get(path).await;
            let tag = page.header("etag").to_owned();
            assert!(tag.starts_with('"') && page.header("last-modified").ends_with("GMT"), "{path}");
            assert!(page.header("link").contains("rel=\"license\"") && page.header("cache-control") == "public, no-cache");
            let again = client.ask("GET", path).header("if-none-match", &format!("W/\"other\", {tag}")).send().await;
            assert_eq!((again.status, again.body().as_str(), again.header("etag")), (304, "", tag.as_str()), "{path}");
            let other = test.organisation(path, path, test.area(path));
            test.committed(other, CommitmentKind::Practise);
            client.ask("GET", path).header("if-none-match", &tag).send().await.should_be(200);
        }
    }
}
