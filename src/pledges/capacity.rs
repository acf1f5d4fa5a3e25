//! The survey's figures of whole areas. An area of which fewer than five organisations answered has none, and no total lets it be found out.

use std::collections::BTreeMap;

use super::survey::{Barrier, Survey};

/// No figures are shown of fewer organisations.
const FEWEST: usize = 5;

/// The figures of an area, or of all areas that have figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Organisations that answered.
    pub organisations: usize,
    /// Of a hundred, how many have a formal programme.
    pub programme: usize,
    /// Requests in a year.
    pub requests: i64,
    /// Places in a year.
    pub places: i64,
    /// Of a hundred, how many take people from nearby first.
    pub local_first: usize,
    /// Of a hundred, how many have supported people who are in no course and no work.
    pub neet: usize,
    /// What most name first; the one that stands first in the list if several are named as often.
    pub barrier: Option<Barrier>,
}

/// The areas by name, each with its figures if they may be shown; and those of all that are shown together.
pub fn by_area(answers: &[(String, Survey)]) -> (Vec<(String, Option<Capacity>)>, Option<Capacity>) {
    let mut areas: BTreeMap<&str, Vec<&Survey>> = BTreeMap::new();
    for (area, survey) in answers {
        areas.entry(area).or_default().push(survey);
    }
    let shown: Vec<&Survey> = areas
        .values()
        .filter(|surveys| surveys.len() >= FEWEST)
        .flatten()
        .copied()
        .collect();
    let figures = areas.iter().map(|(area, surveys)| ((*area).to_owned(), of(surveys)));
    (figures.collect(), of(&shown))
}

fn of(surveys: &[&Survey]) -> Option<Capacity> {
    if surveys.len() < FEWEST {
        return None;
    }
    let share = |has: fn(&Survey) -> bool| {
        let count = surveys.iter().filter(|survey| has(survey)).count();
        (count * 200 + surveys.len()) / (surveys.len() * 2)
    };
    let named = |barrier: Barrier| surveys.iter().filter(|survey| survey.barriers.first() == Some(&barrier)).count();
    Some(Capacity {
        organisations: surveys.len(),
        programme: share(|survey| survey.programme),
        requests: surveys.iter().map(|survey| i64::from(survey.requests)).sum(),
        places: surveys.iter().map(|survey| i64::from(survey.places)).sum(),
        local_first: share(|survey| survey.local_first),
        neet: share(|survey| survey.neet),
        barrier: Barrier::ALL.iter().copied().rev().max_by_key(|barrier| named(*barrier)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pledges::survey::{RunBy, Source};

    fn survey(places: i32, programme: bool) -> Survey {
        Survey {
            programme,
            requests: 100,
            places,
            run_by: RunBy::Learning,
            barriers: vec![if programme { Barrier::Risk } else { Barrier::Cost }],
            sources: vec![Source::Staff],
            local_first: false,
            neet: true,
        }
    }

    #[test]
    fn an_area_with_few_organisations_has_no_figures_and_is_in_no_total() {
        let mut answers: Vec<(String, Survey)> = (0..5).map(|number| ("North".to_owned(), survey(10, number < 3))).collect();
        answers.extend((0..4).map(|_| ("South".to_owned(), survey(1_000, true))));
        let (areas, all) = by_area(&answers);
        assert_eq!(areas[1], ("South".to_owned(), None));
        let north = areas[0].1.clone().unwrap();
        assert_eq!(
            (north.organisations, north.programme, north.places, north.local_first, north.neet),
            (5, 60, 50, 0, 100)
        );
        assert_eq!(north.barrier, Some(Barrier::Risk));
        assert_eq!(
            all,
            Some(north),
            "the total is of what is shown, so that nothing can be taken from it"
        );
    }

    #[test]
    fn the_first_of_two_barriers_that_are_named_as_often_is_told() {
        let answers: Vec<(String, Survey)> = (0..6).map(|number| ("North".to_owned(), survey(1, number < 3))).collect();
        assert_eq!(by_area(&answers).0[0].1.as_ref().unwrap().barrier, Some(Barrier::Risk));
    }
}
