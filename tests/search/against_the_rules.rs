//! The search against a slow reading of its rules, for placements and questions made up at random.

use std::collections::BTreeMap;

use practise::db::Instant;
use practise::opportunities::{
    Entry, FAMILIES, Filter, How, Index, MILES, Near, OFFERED, Page, Results, Sort, Support, Wanted, Who, Window, folded, new_since, search,
};
use practise::places;
use proptest::prelude::*;
use time::macros::{date, datetime};
use time::{Date, Duration};

const OUTCODES: [&str; 6] = ["LS9", "LS1", "S5", "M13", "TR1", "ZZ99"];
const TOWNS: [&str; 4] = ["Leeds", "leeds", "Évry", "St Ives"];
const TITLES: [&str; 4] = ["A week on the ward", "The children's clinic", "Café and kitchen", "Ward round"];

fn now() -> Instant {
    Instant::new(datetime!(2027-01-11 09:00))
}

fn windows() -> Vec<Window> {
    let window = |round_id, opens: i64, closes: i64| Window {
        round_id,
        opens_at: now().plus(Duration::days(opens)),
        closes_at: now().plus(Duration::days(closes)),
        opened_at: None,
    };
    vec![
        window(1, -1, 9),
        window(2, -20, 3),
        window(3, 0, 9),
        window(4, 1, 5),
        window(5, -9, 0),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0_i64..40).prop_map(|days| date!(2027 - 06 - 01) + Duration::days(days))
}

prop_compose! {
    fn entry()(
        round_id in 1_i64..7,
        title in 0..TITLES.len(),
        family in 0..FAMILIES.len(),
        first_day in day(),
        length in 0_i64..6,
        town in 0..TOWNS.len(),
        outcode in 0..OUTCODES.len(),
        minimum_age in 14_i32..19,
        places in 0_i32..4,
        kept in (0_u32..3, 0_u32..3),
        support in prop::sample::subsequence(Support::ALL.to_vec(), 0..=4),
        published in prop::option::of(-30_i64..1),
    ) -> Entry {
        Entry {
            id: 0,
            round_id,
            title: TITLES[title].to_owned(),
            organisation: "Northtown Teaching Hospitals".to_owned(),
            family: FAMILIES[family].0.to_owned(),
            activities: "You will help to serve lunch.".to_owned(),
            first_day,
            last_day: first_day + Duration::days(length),
            town: TOWNS[town].to_owned(),
            outcode: OUTCODES[outcode].to_owned(),
            minimum_age,
            places,
            reserves: BTreeMap::from([("young_people".to_owned(), kept.0), ("return_to_work".to_owned(), kept.1)]),
            support,
            published_at: published.map(|days| now().plus(Duration::days(days))),
        }
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..80).prop_map(|mut entries| {
        // Numbers that are not in the order of days.
        for (number, entry) in entries.iter_mut().enumerate() {
            entry.id = i64::try_from(number * 7919 % 1009).unwrap();
        }
        entries
    })
}

fn choice<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(all))
}

prop_compose! {
    fn wanted()(
        words in prop::sample::select(vec!["", "", "", "ward", "WAR", "childrens", "cafe", "Café kitch", "ward lunch", "leed", "nowhere", "…"]),
        near in prop::option::of((0..5_usize, prop::option::of(prop::sample::select(MILES.to_vec())))),
        family in prop::option::weighted(0.2, 0..FAMILIES.len()),
        from in prop::option::weighted(0.3, day()),
        to in prop::option::weighted(0.3, day()),
        age in prop::option::weighted(0.3, 12_u8..20),
        who in choice(Who::ALL),
        support in prop::sample::subsequence(OFFERED.to_vec(), 0..=2),
        how in choice(How::ALL),
        sort in choice(Sort::ALL),
    ) -> Wanted {
        Wanted {
            words: words.to_owned(),
            near: near.map(|(at, miles)| Near { name: OUTCODES[at].to_owned(), point: places::outcode(OUTCODES[at]).unwrap(), miles }),
            family: family.map(|at| FAMILIES[at].0.to_owned()),
            from,
            to,
            age,
            who,
            support,
            how,
            sort,
        }
    }
}

/// Miles from what is looked for.
fn miles(entry: &Entry, near: &Near) -> f64 {
    places::outcode(&entry.outcode).map_or(f64::INFINITY, |point| near.point.miles_to(point))
}

/// True if the rules let an entry be found: in words, one after the other.
fn fits(entry: &Entry, wanted: &Wanted) -> bool {
    let open = windows()
        .iter()
        .any(|window| window.round_id == entry.round_id && window.opens_at <= now() && now() < window.closes_at);
    let family = FAMILIES.iter().find(|(key, _)| *key == entry.family).unwrap().1;
    let text = [&entry.title, &entry.organisation, &entry.town, family, &entry.activities]
        .map(folded)
        .concat();
    let words = folded(&wanted.words)
        .iter()
        .all(|term| text.iter().any(|word| word.starts_with(term)));
    let home = entry.support.contains(&Support::Virtual);
    let near = wanted
        .near
        .as_ref()
        .is_none_or(|near| home || near.miles.is_none_or(|limit| miles(entry, near) <= f64::from(limit)));
    let kept = |pathway: &str| entry.reserves.get(pathway).is_some_and(|places| *places > 0);
    let who = match wanted.who {
        None => true,
        Some(Who::Everybody) => u32::try_from(entry.places).unwrap() > entry.reserves.values().sum(),
        Some(pathway) => kept(pathway.as_str()),
    };
    open && words
        && near
        && wanted.family.as_ref().is_none_or(|family| *family == entry.family)
        && wanted.from.is_none_or(|from| entry.last_day >= from)
        && wanted.to.is_none_or(|to| entry.first_day <= to)
        && wanted.age.is_none_or(|age| i32::from(age) >= entry.minimum_age)
        && who
        && wanted.support.iter().all(|one| entry.support.contains(one))
        && wanted.how.is_none_or(|how| (how == How::FromHome) == home)
}

/// The numbers of what fits, in order.
fn expected(entries: &[Entry], wanted: &Wanted) -> Vec<i64> {
    let mut found: Vec<&Entry> = entries.iter().filter(|entry| fits(entry, wanted)).collect();
    found.sort_by_key(|entry| (entry.first_day, entry.id));
    match (wanted.order(), &wanted.near) {
        (Sort::Nearest, Some(near)) => found.sort_by(|one, other| miles(one, near).total_cmp(&miles(other, near))),
        (Sort::Closing, _) => found.sort_by_key(|entry| {
            let window = windows().into_iter().find(|window| window.round_id == entry.round_id).unwrap();
            (window.closes_at, window.round_id)
        }),
        _ => {}
    }
    found.iter().map(|entry| entry.id).collect()
}

fn found(index: &Index, wanted: &Wanted, after: Option<(Date, i64)>, size: usize) -> Results {
    search(index, wanted, now(), Page { after, size })
}

fn ids(results: &Results) -> Vec<i64> {
    results.hits.iter().map(|hit| hit.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_search_finds_what_the_rules_say_in_their_order(entries in entries(), wanted in wanted()) {
        let index = Index::new(1, entries.clone(), &windows());
        let results = found(&index, &wanted, None, 1000);
        let expected = expected(&entries, &wanted);
        prop_assert_eq!(results.total, expected.len());
        prop_assert_eq!(ids(&results), expected);
        prop_assert!(!results.more && results.first);
    }

    #[test]
    fn every_count_is_what_that_choice_would_find(entries in entries(), wanted in wanted()) {
        let index = Index::new(1, entries.clone(), &windows());
        let results = found(&index, &wanted, None, 20);
        let count = |change: &dyn Fn(&mut Wanted)| {
            let mut other = wanted.clone();
            change(&mut other);
            expected(&entries, &other).len()
        };
        for ((key, _), number) in FAMILIES.iter().zip(&results.families) {
            prop_assert_eq!(count(&|other| other.family = Some((*key).to_owned())), *number, "{}", key);
        }
        for (who, number) in Who::ALL.iter().zip(&results.who) {
            prop_assert_eq!(count(&|other| other.who = Some(*who)), *number, "{}", who);
        }
        for (one, number) in OFFERED.iter().zip(&results.support) {
            prop_assert_eq!(count(&|other| other.support.push(*one)), *number, "{}", one);
        }
        for (how, number) in How::ALL.iter().zip(&results.how) {
            prop_assert_eq!(count(&|other| other.how = Some(*how)), *number, "{}", how);
        }
        prop_assert_eq!(results.miles.is_empty(), wanted.near.is_none());
        for (limit, number) in MILES.iter().zip(&results.miles) {
            let change = |other: &mut Wanted| other.near.as_mut().unwrap().miles = Some(*limit);
            prop_assert_eq!(count(&change), *number, "{} miles", limit);
        }
        for (filter, number) in &results.without {
            prop_assert_eq!(expected(&entries, &wanted.without(*filter)).len(), *number, "{:?}", filter);
        }
        let towns: usize = results.towns.iter().map(|town| town.count).sum();
        prop_assert_eq!(towns, results.total);
    }

    #[test]
    fn pages_one_after_the_other_show_everything_once(entries in entries(), wanted in wanted(), size in 1_usize..9) {
        let index = Index::new(1, entries.clone(), &windows());
        let days: BTreeMap<i64, Date> = entries.iter().map(|entry| (entry.id, entry.first_day)).collect();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = found(&index, &wanted, after, size);
            prop_assert_eq!(page.first, after.is_none());
            prop_assert!(page.hits.len() <= size);
            seen.extend(ids(&page));
            let Some(last) = page.hits.last().filter(|_| page.more) else { break };
            after = Some((days[&last.id], last.id));
        }
        prop_assert_eq!(seen, expected(&entries, &wanted));
    }

    #[test]
    fn what_is_new_was_not_found_before(entries in entries(), wanted in wanted(), since in -30_i64..1) {
        let index = Index::new(1, entries.clone(), &windows());
        let since = now().plus(Duration::days(since));
        let new = new_since(&index, &wanted, now(), since, now());
        let mut by_day: Vec<&Entry> = entries.iter().filter(|entry| fits(entry, &wanted)).collect();
        by_day.sort_by_key(|entry| (entry.first_day, entry.id));
        let visible = |entry: &Entry| {
            let window = windows().into_iter().find(|window| window.round_id == entry.round_id).unwrap();
            entry.published_at.map_or(window.opens_at, |published| published.max(window.opens_at))
        };
        let expected: Vec<i64> = by_day.into_iter().filter(|entry| visible(entry) > since).map(|entry| entry.id).collect();
        prop_assert_eq!(new, expected);
    }

    #[test]
    fn words_are_compared_without_capitals_accents_and_apostrophes(text in "[a-zA-ZàÉñçŁß' .-]{0,30}") {
        prop_assert_eq!(folded(&text), folded(&text.to_lowercase()));
        prop_assert_eq!(folded(&text), folded(&text.replace('\'', "")));
        prop_assert_eq!(folded(&text), folded(&text.replace('à', "a").replace('É', "E").replace('ñ', "n").replace('ç', "c")));
        let again = folded(&text).join(" ");
        prop_assert_eq!(folded(&again).join(" "), again);
    }
}

#[test]
fn a_part_that_is_left_out_is_left_out_of_the_address() {
    let wanted = Wanted {
        words: "ward & lab".to_owned(),
        near: Some(Near {
            name: "LS9".to_owned(),
            point: places::outcode("LS9").unwrap(),
            miles: Some(10),
        }),
        age: Some(15),
        support: vec![Support::Travel, Support::Food],
        from: Some(date!(2027 - 06 - 01)),
        ..Wanted::default()
    };
    assert_eq!(
        wanted.query(),
        "q=ward+%26+lab&place=LS9&within=10&from-day=1&from-month=6&from-year=2027&age=15&support=travel&support=food"
    );
    for (filter, _) in wanted.parts() {
        let less = wanted.without(filter);
        assert_eq!(less.parts().len() + 1, wanted.parts().len(), "{filter:?}");
        assert!(less.query().len() < wanted.query().len(), "{filter:?}");
    }
    assert_eq!(wanted.without(Filter::Support(Support::Travel)).support, [Support::Food]);
    assert_eq!(Wanted::default().address("/work-experience"), "/work-experience");
}
