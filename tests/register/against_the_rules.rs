//! The search of the register against a slow reading of its rules, for organisations and questions made up at random.

use std::collections::{BTreeMap, HashMap};

use practise::db::Instant;
use practise::opportunities::folded;
use practise::organisations::{AreaKind, OrganisationKind};
use practise::pledges::CommitmentKind;
use practise::register::{Entry, Filter, Index, RegisterArea, Signed, Status, Wanted, search};
use proptest::prelude::*;
use time::Duration;
use time::macros::{date, datetime};

const NAMES: [&str; 5] = [
    "Leeds Teaching",
    "St Luke's Hospice",
    "Évry Care",
    "Northtown Trust",
    "northtown charity",
];
const TOWNS: [&str; 3] = ["Leeds", "St Ives", "York"];

fn areas() -> Vec<RegisterArea> {
    let kinds = [
        AreaKind::Region,
        AreaKind::Region,
        AreaKind::IntegratedCareBoard,
        AreaKind::IntegratedCareBoard,
        AreaKind::Letb,
    ];
    let area = |(id, kind): (i64, AreaKind)| RegisterArea {
        id,
        code: format!("A{id}"),
        name: format!("Area {id}"),
        kind,
    };
    (1..).zip(kinds).map(area).collect()
}

fn signed() -> impl Strategy<Value = Signed> {
    let kinds = prop::sample::select(CommitmentKind::ALL.to_vec());
    let statuses = prop::sample::select(Status::ALL.to_vec());
    (kinds, statuses, 0_i64..900).prop_map(|(kind, status, days)| one(kind, status, days))
}

fn one(kind: CommitmentKind, status: Status, days: i64) -> Signed {
    Signed {
        id: 1,
        reference: "R".to_owned(),
        kind,
        status,
        text_id: 1,
        version: "1.0".to_owned(),
        since: Instant::new(datetime!(2027-01-01 09:00)).plus(-Duration::days(days)),
        review_on: None,
        ended_at: None,
        hours: None,
        promised: BTreeMap::new(),
        ambassadors: Vec::new(),
        renewed: Vec::new(),
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (
        0..NAMES.len(),
        0..TOWNS.len(),
        prop::sample::subsequence(vec![1_i64, 2, 3, 4, 5], 1..=3),
        prop::collection::vec(signed(), 1..4),
    );
    prop::collection::vec(one, 0..40).prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        let entry = numbered.map(|(number, (name, town, areas, mut pledges))| {
            pledges.sort_by_key(|pledge| std::cmp::Reverse(pledge.since));
            Entry {
                id: i64::try_from(number * 7919 % 1009).unwrap(),
                code: format!("C{number}"),
                name: NAMES[name].to_owned(),
                slug: format!("s{number}"),
                kind: OrganisationKind::Charity,
                town: TOWNS[town].to_owned(),
                postcode: "LS9 7TF".to_owned(),
                areas,
                closed_on: None,
                successor: None,
                pledges,
                activities: Vec::new(),
                studies: Vec::new(),
                places: Vec::new(),
            }
        });
        entry.collect()
    })
}

prop_compose! {
    fn wanted()(
        words in prop::sample::select(vec!["", "", "leeds", "LUKES", "evry", "north tru", "c1", "nowhere", "…"]),
        chosen in prop::collection::vec(0..5_usize, 0..3),
        commitment in prop::option::of(prop::sample::select(CommitmentKind::ALL.to_vec())),
        status in prop::option::of(prop::sample::select(Status::ALL.to_vec())),
    ) -> Wanted {
        let all = areas();
        let wanted = Wanted { words: words.to_owned(), areas: Vec::new(), commitment, status };
        chosen.into_iter().fold(wanted, |wanted, at| wanted.within(&all[at]))
    }
}

/// True if the rules let an organisation be found: in words, one after the other.
fn fits(entry: &Entry, wanted: &Wanted) -> bool {
    let text = [&entry.name, &entry.town, &entry.code].map(|text| folded(text)).concat();
    let words = folded(&wanted.words)
        .iter()
        .all(|term| text.iter().any(|word| word.starts_with(term)));
    // Only the newest commitment of each kind says where an organisation stands; they are in that order.
    let mut seen = Vec::new();
    let mut stands = false;
    for pledge in &entry.pledges {
        let newest = !seen.contains(&pledge.kind);
        seen.push(pledge.kind);
        let kind = wanted.commitment.is_none_or(|kind| kind == pledge.kind);
        let status = wanted.status.is_none_or(|status| status == pledge.status);
        stands |= newest && kind && status;
    }
    words && stands && wanted.areas.iter().all(|area| entry.areas.contains(&area.id))
}

fn expected<'e>(entries: &'e [Entry], wanted: &Wanted) -> Vec<&'e str> {
    let mut found: Vec<&Entry> = entries.iter().filter(|entry| fits(entry, wanted)).collect();
    found.sort_by_key(|entry| (folded(&entry.name).join(" "), entry.id));
    found.iter().map(|entry| entry.slug.as_str()).collect()
}

fn index(entries: &[Entry]) -> Index {
    Index::new((1, 1), entries.to_vec(), areas(), HashMap::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_search_finds_what_the_rules_say_by_name(entries in entries(), wanted in wanted()) {
        let index = index(&entries);
        let results = search(&index, &wanted, "", 1000);
        let slugs: Vec<&str> = results.entries.iter().map(|entry| entry.slug.as_str()).collect();
        let known: Vec<RegisterArea> = results.areas.iter().map(|area| area.area.clone()).collect();
        // An area in which nobody is on the register cannot be chosen at all.
        prop_assume!(wanted.areas.iter().all(|area| known.contains(area)));
        prop_assert_eq!(results.total, slugs.len());
        prop_assert_eq!(slugs, expected(&entries, &wanted));
        prop_assert!(results.first && !results.more);
    }

    #[test]
    fn every_count_is_what_that_choice_would_find(entries in entries(), wanted in wanted()) {
        let index = index(&entries);
        let results = search(&index, &wanted, "", 20);
        let known: Vec<RegisterArea> = results.areas.iter().map(|area| area.area.clone()).collect();
        prop_assume!(wanted.areas.iter().all(|area| known.contains(area)));
        for (kind, count) in CommitmentKind::ALL.iter().zip(&results.commitments) {
            let other = Wanted { commitment: Some(*kind), ..wanted.clone() };
            prop_assert_eq!(expected(&entries, &other).len(), *count, "{}", kind);
        }
        for (status, count) in Status::ALL.iter().zip(&results.statuses) {
            let other = Wanted { status: Some(*status), ..wanted.clone() };
            prop_assert_eq!(expected(&entries, &other).len(), *count, "{}", status);
        }
        for area in &results.areas {
            prop_assert_eq!(expected(&entries, &wanted.within(&area.area)).len(), area.count, "{}", area.area.code);
        }
        for (filter, count) in &results.without {
            prop_assert_eq!(expected(&entries, &wanted.without(*filter)).len(), *count, "{:?}", filter);
        }
        for area in &results.map {
            let both = expected(&entries, &wanted).into_iter().filter(|slug| {
                entries.iter().any(|entry| entry.slug == *slug && entry.areas.contains(&area.area.id))
            });
            prop_assert_eq!(both.count(), area.count, "{}", area.area.code);
        }
    }

    #[test]
    fn pages_one_after_the_other_show_everything_once(entries in entries(), size in 1_usize..9) {
        let index = index(&entries);
        let wanted = Wanted::default();
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = search(&index, &wanted, &after, size);
            prop_assert_eq!(page.first, after.is_empty());
            seen.extend(page.entries.iter().map(|entry| entry.slug.clone()));
            let Some(last) = page.entries.last().filter(|_| page.more) else { break };
            after.clone_from(&last.slug);
        }
        prop_assert_eq!(seen, expected(&entries, &wanted));
    }
}

#[test]
fn a_part_that_is_left_out_is_left_out_of_the_address() {
    let all = areas();
    let wanted = Wanted {
        words: "trust & co".to_owned(),
        areas: vec![all[0].clone(), all[2].clone()],
        commitment: Some(CommitmentKind::Practise),
        status: Some(Status::Lapsed),
    };
    assert_eq!(
        wanted.query(),
        "q=trust+%26+co&region=A1&board=A3&commitment=practise&status=lapsed"
    );
    assert_eq!(wanted.parts().len(), 5);
    for (filter, _) in wanted.parts() {
        assert!(wanted.without(filter).query().len() < wanted.query().len(), "{filter:?}");
    }
    let region = wanted.without(Filter::Area(AreaKind::Region));
    assert_eq!(region.area(AreaKind::IntegratedCareBoard), Some(&all[2]));
}

#[test]
fn what_is_done_is_counted_over_12_months_to_the_day() {
    let mut pledge = one(CommitmentKind::HealthAmbassador, Status::InForce, 0);
    pledge.ambassadors = vec!["Nurse".to_owned(); 3];
    pledge.promised = BTreeMap::from([("activities".to_owned(), 8)]);
    let entry = Entry {
        id: 1,
        code: "C".to_owned(),
        name: "N".to_owned(),
        slug: "s".to_owned(),
        kind: OrganisationKind::Hospice,
        town: "T".to_owned(),
        postcode: String::new(),
        areas: Vec::new(),
        closed_on: None,
        successor: None,
        pledges: vec![pledge.clone()],
        activities: vec![
            date!(2026 - 01 - 11),
            date!(2026 - 01 - 12),
            date!(2027 - 01 - 11),
            date!(2027 - 01 - 12),
        ],
        studies: Vec::new(),
        places: vec![(date!(2026 - 06 - 01), 5), (date!(2025 - 06 - 01), 7)],
    };
    let words = |pledge: &Signed| -> Vec<String> {
        entry
            .figures(pledge, date!(2027 - 01 - 11))
            .iter()
            .map(|figure| figure.words())
            .collect()
    };
    assert_eq!(words(&pledge), ["3 of 5", "2 of 8", "0 of 1"]);
    pledge.kind = CommitmentKind::Practise;
    assert_eq!(words(&pledge), ["5"], "no number of places was promised");
    pledge.promised.insert("requests".to_owned(), 12);
    assert_eq!(words(&pledge), ["5 of 12"]);
}
