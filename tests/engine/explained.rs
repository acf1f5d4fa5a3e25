//! Explanations: the cut-off reproduces the decision (22), and the sentences are plain.

use super::reference::Reference;
use super::rounds::{all_policies, case, closed_policies};
use super::vectors;
use practise::allocation::allocate;
use practise::allocation::explain::{Explainer, Explanation, Lack, Names};
use practise::allocation::result::ChoiceStatus;
use practise::prioritisation::Level;
use practise::prioritisation::score::ClaimStatus;
use proptest::prelude::*;

fn sentences(explanation: &Explanation) -> Vec<String> {
    let claims = explanation.claims.iter().map(|c| c.sentence.clone());
    let own = [
        &explanation.summary,
        &explanation.band_sentence,
        &explanation.draw_sentence,
        &explanation.change_sentence,
    ];
    own.into_iter()
        .cloned()
        .chain(claims)
        .chain(explanation.choices.iter().flat_map(|c| c.sentences.clone()))
        .chain(explanation.could_change.iter().flat_map(|c| c.sentences.clone()))
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

    /// What an explanation says would follow is what follows when the round has it so.
    #[test]
    fn what_could_change_is_what_another_run_says((policy, round) in case(all_policies(), 10, 3)) {
        let result = allocate(&policy, &round).unwrap();
        let names = Names::default();
        let explainer = Explainer::new(&policy, &round, &result, &names);
        let index = |id: &str| policy.bands.iter().position(|b| b.id == id).unwrap();
        for (i, applicant) in round.applicants.iter().enumerate() {
            let explained = explainer.applicant(&applicant.reference).unwrap();
            let counts = |s: &ClaimStatus| matches!(s, ClaimStatus::Counted | ClaimStatus::SameCircumstanceAs(_));
            let left_out: Vec<&String> = explained.claims.iter().filter(|c| !counts(&c.outcome.status)).map(|c| &c.outcome.criterion).collect();
            prop_assert_eq!(left_out, explained.could_change.iter().map(|c| &c.criterion).collect::<Vec<_>>());
            for change in &explained.could_change {
                let mut other = round.clone();
                for lack in &change.lacks {
                    match lack {
                        Lack::Statement(s) => other.applicants[i].statements.push(s.clone()),
                        _ => drop(other.applicants[i].claims.insert(change.criterion.clone(), Level::Confirmed)),
                    }
                }
                let then = allocate(&policy, &other).unwrap();
                let then = then.applicant(&applicant.reference).unwrap();
                prop_assert_eq!(&then.band, &change.band);
                prop_assert_eq!(change.better_band, index(&then.band) < index(&explained.band));
                let claim = then.claims.iter().find(|c| c.criterion == change.criterion).unwrap();
                prop_assert!(counts(&claim.status), "{:?}", claim);
                let gained: Vec<String> = {
                    let (before, after) = (Reference::new(&policy, &round), Reference::new(&policy, &other));
                    let had = before.pathways(&applicant.reference);
                    after.pathways(&applicant.reference).into_iter().filter(|p| !had.contains(p)).collect()
                };
                let mut said = change.pathways.clone();
                said.sort();
                prop_assert_eq!(said, gained);
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

#[test]
fn what_would_change_the_worked_example_is_said() {
    let (policy, round) = (vectors::policy(), vectors::round());
    let result = allocate(&policy, &round).unwrap();
    let names = Names::default();
    let explainer = Explainer::new(&policy, &round, &result, &names);
    let changes = |name: &str| {
        let explained = explainer.applicant(name).unwrap();
        let said: Vec<String> = explained.could_change.iter().map(|c| c.sentences.join(" ")).collect();
        (explained.change_sentence, said)
    };
    let (in_short, said) = changes("A08");
    assert_eq!(in_short, "One of your answers does not count now. It could change your group.");
    assert_eq!(
        said,
        ["Your answer about free school meals would count if its evidence were accepted. You would be in the priority group."]
    );
    assert_eq!(
        changes("A09").1,
        [
            "You did not say that you are applying, or thinking of applying, for a healthcare programme. \
             Had you said so, your answer about not being in education, work or training would count. \
             You would be in the priority group."
        ]
    );
    assert_eq!(
        changes("A01"),
        ("All your answers about your circumstances count already.".to_owned(), vec![])
    );
    let nothing = "You told us of no circumstance, so no answer could change your group.";
    assert_eq!(changes("A07"), (nothing.to_owned(), vec![]));
    // A claim of another pathway, refused, beside one that counts: the same group, but a place is kept for its people.
    let mut other = round.clone();
    other.applicants[1].claims.insert("career_change".to_owned(), Level::Rejected);
    let result = allocate(&policy, &other).unwrap();
    let explained = Explainer::new(&policy, &other, &result, &names).applicant("A02").unwrap();
    let change = &explained.could_change[0];
    assert_eq!(
        (change.better_band, change.band.as_str(), change.pathways.as_slice()),
        (false, "priority", &["return_to_practice".to_owned()][..])
    );
    assert_eq!(
        change.sentences.last().unwrap(),
        "It would also count for the places kept for people returning to practice."
    );
    assert_eq!(
        explained.change_sentence,
        "Some of your answers do not count now. They would not change your group."
    );
}
