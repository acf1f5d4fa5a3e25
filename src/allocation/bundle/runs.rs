//! The runs of a bundle: one chain of records over one frozen list, the first result right, and nobody pushed out by a re-run.

use super::{Bundle, COUNTS, Faults, RECORD, ROUND, RUNS, Run, Supervised, result_name};
use crate::allocation::events::holders;
use crate::allocation::finding::{Finding, differences};
use crate::allocation::result::{ChoiceStatus, RoundResult};
use crate::allocation::{Published, reseat, verify};
use crate::prioritisation::{Code, InputError, Policy, Ref, RoundInput};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

impl Bundle {
    pub(super) fn check_runs(&self, policy: &Policy, supervised: &Supervised, faults: &mut Faults) -> Result<(), Vec<InputError>> {
        let round = RoundInput::parse(ROUND, supervised.round.as_bytes(), policy)?;
        self.check_round(&round, faults);
        if supervised.runs.is_empty() || supervised.runs.len() != supervised.results.len() {
            let message = format!("{} runs and {} results", supervised.runs.len(), supervised.results.len());
            faults.add(RUNS, None, "/runs", message);
        }
        let input = hex::encode(Sha256::digest(&supervised.round));
        let mut before: Option<RoundResult> = None;
        let mut previous = "0".repeat(64);
        for (i, (run, text)) in supervised.runs.iter().zip(&supervised.results).enumerate() {
            self.check_run(run, i, &input, &previous, faults);
            previous.clone_from(&run.output_sha256);
            let file = result_name(i);
            let Ok(result) = serde_json::from_str::<RoundResult>(text) else {
                faults.add(&file, Some(Code::I06), "(file)", "not a result");
                return Ok(());
            };
            if result.digest() != run.output_sha256 {
                let message = format!("the run's record names {}", run.output_sha256);
                faults.add(&file, None, "/output_sha256", message);
            }
            let findings = match &before {
                None => verify(policy, &round, &result)?,
                Some(before) => re_run(policy, &round, before, &result)?,
            };
            faults.of(&file, findings);
            self.check_counts(policy, &round, &result, run.number, faults);
            before = Some(result);
        }
        let known = self
            .counts
            .as_ref()
            .is_none_or(|counts| supervised.runs.iter().any(|run| run.number == counts.run));
        if !known {
            faults.add(COUNTS, None, "/run", "no such run");
        }
        Ok(())
    }

    /// Whether the counts that were published of this run are those of its result.
    fn check_counts(&self, policy: &Policy, round: &RoundInput, result: &RoundResult, number: u32, faults: &mut Faults) {
        let Some(counts) = self.counts.as_ref().filter(|counts| counts.run == number) else {
            return;
        };
        let expected = Published::of(policy, round, result, number);
        let mut findings = Vec::new();
        match (serde_json::to_value(expected), serde_json::to_value(counts)) {
            (Ok(expected), Ok(found)) => differences("", &expected, &found, &mut findings),
            _ => findings.push(Finding::new("", "the counts have no JSON form")),
        }
        faults.of(COUNTS, findings);
    }

    /// Whether the supervisor's round is the one of the public record.
    fn check_round(&self, round: &RoundInput, faults: &mut Faults) {
        if round.round_id != self.record.round_id {
            let message = format!("the record is of \"{}\"", self.record.round_id);
            faults.add(ROUND, None, "/round_id", message);
        }
        let used = round.contributions.iter().map(|c| (&c.name, c.kind, &c.value));
        if !used.eq(self.record.contributions.iter().map(|p| (&p.name, p.kind, &p.value))) {
            faults.add(ROUND, None, "/contributions", "not those of the record");
        }
        let applicants: BTreeSet<&Ref> = round.applicants.iter().map(|a| &a.reference).collect();
        if applicants != self.references.iter().collect() {
            faults.add(ROUND, Some(Code::D05), "/applicants", "not those of the list");
        }
    }

    fn check_run(&self, run: &Run, i: usize, input: &str, previous: &str, faults: &mut Faults) {
        let mut add = |code, key: &str, message: String| faults.add(RUNS, code, format!("/runs/{i}/{key}"), message);
        if usize::try_from(run.number) != Ok(i + 1) {
            add(None, "number", format!("expected {}", i + 1));
        }
        if run.previous_sha256 != previous {
            add(None, "previous_sha256", format!("expected {previous}"));
        }
        if run.input_sha256 != input {
            add(None, "input_sha256", format!("the hash of {ROUND} is {input}"));
        }
        if run.policy_sha256 != self.record.policy_sha256 {
            add(Some(Code::D05), "policy_sha256", format!("{RECORD} names another policy"));
        }
        let Some(draw) = self.record.draws.first() else { return };
        if run.list_sha256 != draw.list_sha256 {
            add(Some(Code::D05), "list_sha256", format!("{RECORD} names another list"));
        }
        if run.seed != draw.seed {
            add(Some(Code::D07), "seed", format!("{RECORD} names another draw"));
        }
        if run.made_at < draw.drawn_at {
            add(Some(Code::D06), "made_at", format!("before the draw at {}", draw.drawn_at));
        }
    }
}

/// The pairs (applicant, opportunity) that have left lists.
fn struck(result: &RoundResult) -> BTreeSet<(Ref, Ref)> {
    let left = |a: &crate::allocation::result::ApplicantResult| {
        let choices = a.choices.iter().filter(|c| c.status == ChoiceStatus::LeftList);
        choices.map(|c| (a.reference.clone(), c.opportunity.clone())).collect::<Vec<_>>()
    };
    result.applicants.iter().flat_map(left).collect()
}

/// What is wrong with a re-run (7.10): a choice that came back, a holder who lost a place that did not leave their list, or any
/// other value than the seated re-run gives.
fn re_run(policy: &Policy, round: &RoundInput, before: &RoundResult, after: &RoundResult) -> Result<Vec<Finding>, Vec<InputError>> {
    let mut findings = Vec::new();
    let (was, now) = (struck(before), struck(after));
    for (applicant, opportunity) in was.difference(&now) {
        let message = format!("\"{opportunity}\" had left the list of \"{applicant}\"");
        findings.push(Finding::new("/applicants", message));
    }
    let mut held = holders(before);
    held.retain(|applicant, opportunity| !now.contains(&(applicant.clone(), opportunity.clone())));
    for (applicant, opportunity) in &held {
        if !keeps(after, applicant, opportunity) {
            let message = format!("\"{applicant}\" held \"{opportunity}\" and lost it to somebody else");
            findings.push(Finding::new("/applicants", message));
        }
    }
    let expected = reseat(policy, round, &held, &now, &BTreeMap::new())?;
    match (serde_json::to_value(expected), serde_json::to_value(after)) {
        (Ok(expected), Ok(found)) => differences("", &expected, &found, &mut findings),
        _ => findings.push(Finding::new("", "the result has no JSON form")),
    }
    Ok(findings)
}

/// Whether a holder still has the place or a better one.
fn keeps(after: &RoundResult, applicant: &str, opportunity: &str) -> bool {
    after.applicant(applicant).is_some_and(|applicant| {
        let had = applicant.choices.iter().position(|c| c.opportunity == opportunity);
        let has = applicant.choices.iter().position(|c| c.status == ChoiceStatus::Offered);
        has.is_some_and(|has| had.is_some_and(|had| has <= had))
    })
}
