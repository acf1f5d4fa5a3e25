//! A signing with everything that its pages need, and which of its pages are still to be filled in.

use time::Date;

use super::answers::{Answers, Step};
use super::commitment::Commitment;
use super::model::{CommitmentKind, Organisation, Pledge, PledgeState, Signature, Signing};

/// An organisation that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The organisation.
    pub organisation: Organisation,
    /// What it has signed, or is about to.
    pub signed: Vec<CommitmentKind>,
}

/// A signing with everything about it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The signing.
    pub signing: Signing,
    /// Its pledges: none before commitments are chosen.
    pub pledges: Vec<Pledge>,
    /// The words of each pledge.
    pub texts: Vec<Commitment>,
    /// What was answered.
    pub answers: Answers,
    /// The organisation, once it is chosen.
    pub organisation: Option<Organisation>,
    /// What a search found, on the page that has one.
    pub found: Vec<Found>,
    /// Who is or was asked, in the order of asking.
    pub signatures: Vec<Signature>,
    /// The day.
    pub today: Date,
}

/// A signing as lists tell of it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The signing.
    pub signing: Signing,
    /// The organisation, once it is chosen.
    pub organisation: Option<Organisation>,
    /// Its pledges: none before commitments are chosen.
    pub pledges: Vec<Pledge>,
}

/// The steps of one heading, with whether each is answered.
pub type Group = (String, Vec<(Step, bool)>);

impl Draft {
    /// True while it can be filled in.
    pub fn is_open(&self) -> bool {
        self.pledges.iter().all(|pledge| pledge.state == PledgeState::Draft)
    }

    /// True if this commitment is one of those that are signed.
    pub fn has(&self, kind: CommitmentKind) -> bool {
        self.pledges.iter().any(|pledge| pledge.kind == kind)
    }

    /// The words of a commitment that is signed.
    pub fn text(&self, kind: CommitmentKind) -> Option<&Commitment> {
        self.texts.iter().find(|text| text.kind == kind)
    }

    /// The steps under their headings.
    pub fn groups(&self) -> Vec<Group> {
        let step = |step: Step| {
            let done = self.is_answered(&step);
            (step, done)
        };
        let mut groups = vec![("What you sign".to_owned(), vec![step(Step::Commitments), step(Step::Organisation)])];
        for text in &self.texts {
            let clauses = text.clauses.iter().map(|clause| step(Step::Clause(text.kind, clause.id.clone())));
            groups.push((text.title.clone(), clauses.collect()));
        }
        let ambassadors = self.has(CommitmentKind::HealthAmbassador);
        let mut people = vec![step(Step::Signatory), step(Step::Champion), step(Step::Coordinator)];
        if ambassadors {
            people.push(step(Step::Ambassadors));
        }
        groups.push(("People".to_owned(), people));
        let mut plans = vec![step(Step::Capacity)];
        if ambassadors {
            plans.insert(0, step(Step::Activities));
        }
        groups.push(("Your plans".to_owned(), plans));
        groups
    }

    /// All steps in their order.
    pub fn steps(&self) -> Vec<(Step, bool)> {
        self.groups().into_iter().flat_map(|(_, steps)| steps).collect()
    }

    /// True if everything is answered.
    pub fn is_complete(&self) -> bool {
        self.steps().iter().all(|(_, done)| *done)
    }

    /// The step after `step`.
    pub fn after(&self, step: &Step) -> Option<Step> {
        let steps = self.steps();
        let at = steps.iter().position(|(known, _)| known == step)?;
        steps.get(at + 1).map(|(next, _)| next.clone())
    }

    /// True if there is such a page in this signing.
    pub fn asks(&self, step: &Step) -> bool {
        self.steps().iter().any(|(known, _)| known == step)
    }

    fn is_answered(&self, step: &Step) -> bool {
        let answers = &self.answers;
        match step {
            Step::Commitments => !self.pledges.is_empty(),
            Step::Organisation => self.organisation.as_ref().is_some_and(|organisation| organisation.open),
            Step::Clause(..) => answers.clauses.contains_key(&step.to_string()),
            Step::Signatory => answers.signatory.is_some(),
            Step::Champion => answers.champion.is_some(),
            Step::Coordinator => answers.coordinator.is_some(),
            Step::Ambassadors => answers.ambassadors.is_some(),
            Step::Activities => answers.activities.is_some(),
            Step::Capacity => answers.survey.is_some(),
        }
    }
}
