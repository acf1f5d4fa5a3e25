//! Explanations: the cut-off reproduces the decision (22), and the sentences are plain.

use super::reference::Reference;
use super::rounds::{all_policies, case, closed_policies};
use super::vectors;
use practise::allocation::allocate;
use practise::allocation::explain::{Explainer, Explanation, Names};
use practise::allocation::result::ChoiceStatus;
use proptest::prelude::*;

fn sentences(explanation: &Explanation) -> Vec<String> {
    let claims = explanation.claims.iter().map(|c| c.sentence.clone());
    let own = [&explanation.summary, &explanation.band_sentence, &explanation.draw_sentence];
    own.into_iter()
        .cloned()
        .chain(claims)
        .chain(explanation.choices.iter().flat_map(|c| c.sentences.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn i22_the_cut_off_applied_to_ones_own_numbers_gives_the_decision((policy, round) in case(closed_policies(), 12, 3)) {
        let result = allocate(&policy, &round).unwrap();
        let reference = Reference::new(&policy, &round);
        let band = |id: &str| policy.bands.iter().position(|b| b.id == id).unwrap();
        for applicant in &result.applicants {
            for choice in applicant.choices.iter().filter(|c| c.status == ChoiceStatus::NotOffered) {
                let desk = (choice.opportunity.clone(), false);
                let standing = |name: &str| {
                    let (band, not_local, _) = reference.priority(name, &desk);
                    (band, not_local, result.applicant(name).unwrap().position)
                };
                let own = standing(&applicant.reference);
                let offered = &result.opportunity(&choice.opportunity).unwrap().offered;
                if let Some(last) = &choice.cutoff {
                    let last = (band(&last.band), !last.local, last.position);
                    prop_assert!(last < own, "the cut-off is missed");
                    let pathways = reference.pathways(&applicant.reference);
                    for holder in offered.iter().filter(|h| reference.pathways(h) == pathways) {
                        prop_assert!(standing(holder) <= last, "whoever has the same pathways and a place makes it");
                    }
                } else {
                    // Every place is needed for a reserve that this person cannot fill.
                    let seats = reference.reserved_seats(&desk).len();
                    prop_assert_eq!(seats, reference.capacity(&desk));
                }
            }
        }
    }

    #[test]
    fn sentences_are_short_and_end((policy, round) in case(all_policies(), 10, 3)) {
        let result = allocate(&policy, &round).unwrap();
        let names = Names::default();
        let explainer = Explainer::new(&policy, &round, &result, &names);
        for applicant in &round.applicants {
            for sentence in sentences(&explainer.applicant(&applicant.reference).unwrap()).iter().flat_map(|s| s.split_inclusive(". ")) {
                prop_assert!(sentence.split_whitespace().count() <= 20, "{}", sentence);
                prop_assert!(sentence.trim_end().ends_with('.') && !sentence.contains('_'), "{}", sentence);
            }
        }
        for opportunity in &round.opportunities {
            let order: Vec<String> = explainer.order(&opportunity.reference).into_iter().map(|l| l.applicant).collect();
            let ranked = practise::prioritisation::rank(&policy, &round).unwrap();
            let expected = &ranked.iter().find(|o| o.reference == opportunity.reference).unwrap().order;
            prop_assert_eq!(order, expected.iter().map(|a| a.reference.clone()).collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_worked_example_reads_as_on_the_page() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let result = allocate(&policy, &round).unwrap();
    let mut names = Names::default();
    names.opportunities.insert("ward".to_owned(), "Ward".to_owned());
    let explainer = Explainer::new(&policy, &round, &result, &names);
    let a02 = explainer.applicant("A02").unwrap();
    assert_eq!(
        a02.choices[0].sentences,
        [
            "Ward had 3 places and 9 applicants.",
            "The last place offered in your group went to draw position 3; yours is 7.",
            "One place is kept for people returning to practice.",
            "You are 1st on the waiting list.",
        ]
    );
    assert_eq!(a02.draw_sentence, "Your draw number is A640EDF3. Its position is 7 of 10.");
    assert_eq!(a02.band_sentence, "You are in the priority group, because one circumstance counts.");
    let a01 = explainer.applicant("A01").unwrap();
    assert_eq!(a01.summary, "You are offered a place at Ward, your 1st choice.");
    assert_eq!(
        a01.claims[1].sentence,
        "Your answer about pupil premium is the same circumstance as free school meals, so it counts once."
    );
    let a06 = explainer.applicant("A06").unwrap();
    assert_eq!(
        a06.choices[0].sentences[1],
        "The last place you could have had went to someone in the local area, who comes first."
    );
    let a07 = explainer.applicant("A07").unwrap();
    assert_eq!(
        a07.choices[0].sentences[1],
        "The last place you could have had went to the priority group, which comes before yours."
    );
    assert_eq!(
        explainer.order("ward")[0].sentence,
        "Offered a place: priority group, draw position 1."
    );
}
