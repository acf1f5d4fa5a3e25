//! Step `capacity`: how much work experience there is today, and what stands in the way. The yearly review asks the same.

use serde::Deserialize;

use super::parts::{check_number, heading, lines, paragraph, yes_no};
use super::{Question, Row};
use crate::pledges::draft::Draft;
use crate::pledges::survey::{Barrier, RunBy, Source, Survey};
use crate::web::components::{Checkboxes, Html, Input, Legend, Radios, Select, Size};
use crate::web::form::Errors;

/// The most requests or places that are taken for meant.
const MOST: i32 = 100_000;

/// What the page sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SurveyForm {
    programme: String,
    requests: String,
    places: String,
    run_by: String,
    #[serde(rename = "barrier-1")]
    first: String,
    #[serde(rename = "barrier-2")]
    second: String,
    #[serde(rename = "barrier-3")]
    third: String,
    sources: Vec<String>,
    local_first: String,
    neet: String,
}

/// The names of the form's fields.
pub const FIELDS: [&str; 10] = [
    "programme",
    "requests",
    "places",
    "run-by",
    "barrier-1",
    "barrier-2",
    "barrier-3",
    "sources",
    "local-first",
    "neet",
];

fn yes_no_value(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn check_yes_no(errors: &mut Errors, id: &str, sent: &str, words: &str) -> Option<bool> {
    let answer = yes_no(sent);
    if answer.is_none() {
        errors.add(id, words);
    }
    answer
}

impl SurveyForm {
    /// The form with what was answered before.
    pub fn filled(known: Option<&Survey>) -> Self {
        let Some(known) = known else {
            return Self::default();
        };
        let barrier = |index: usize| known.barriers.get(index).map(ToString::to_string).unwrap_or_default();
        Self {
            programme: yes_no_value(known.programme),
            requests: known.requests.to_string(),
            places: known.places.to_string(),
            run_by: known.run_by.to_string(),
            first: barrier(0),
            second: barrier(1),
            third: barrier(2),
            sources: known.sources.iter().map(ToString::to_string).collect(),
            local_first: yes_no_value(known.local_first),
            neet: yes_no_value(known.neet),
        }
    }

    /// The answers; nothing if something is wrong with the form, which is added to `errors`.
    pub fn read(&self, errors: &mut Errors) -> Option<Survey> {
        let programme = check_yes_no(errors, "programme", &self.programme, "Select yes if you have a formal programme");
        let requests = check_number(errors, "requests", &self.requests, (0, MOST), "Requests in a year");
        let places = check_number(errors, "places", &self.places, (0, MOST), "Places in a year");
        let run_by: Option<RunBy> = self.run_by.parse().ok();
        if run_by.is_none() {
            errors.add("run-by", "Select who runs work experience");
        }
        let barriers = self.barriers(errors);
        let sent = |source: &Source| self.sources.iter().any(|sent| sent == source.as_str());
        let sources: Vec<Source> = Source::ALL.iter().copied().filter(sent).collect();
        if sources.is_empty() {
            errors.add("sources", "Select where requests come from");
        }
        let local_first = check_yes_no(
            errors,
            "local-first",
            &self.local_first,
            "Select yes if people from nearby come first",
        );
        let words = "Select yes if you have supported people who are not in education, work or training";
        let neet = check_yes_no(errors, "neet", &self.neet, words);
        Some(Survey {
            programme: programme?,
            requests: requests?,
            places: places?,
            run_by: run_by?,
            barriers: barriers?,
            sources,
            local_first: local_first?,
            neet: neet?,
        })
    }

    fn barriers(&self, errors: &mut Errors) -> Option<Vec<Barrier>> {
        let mut barriers = Vec::new();
        for (id, sent) in [("barrier-1", &self.first), ("barrier-2", &self.second), ("barrier-3", &self.third)] {
            match sent.parse::<Barrier>() {
                Ok(barrier) if !barriers.contains(&barrier) => barriers.push(barrier),
                Ok(_) => {
                    errors.add(id, "Select each barrier once");
                    return None;
                }
                Err(_) if id == "barrier-1" => {
                    errors.add(id, "Select what stands in the way most");
                    return None;
                }
                Err(_) => {}
            }
        }
        Some(barriers)
    }

    /// The fields.
    pub fn fields(&self, errors: &Errors) -> Html {
        let wrong = |id: &str| errors.get(id).map(str::to_owned);
        let radios = |id: &str, legend: &str, value: &str| {
            let radios = Radios::new(id, Legend::new(legend).size(Size::S));
            Html::of(radios.yes_no().checked(value).error(wrong(id)))
        };
        let number = |id: &str, label: &str, value: &str| {
            let input = Input::new(id, label).hint("A rough number is fine").numeric().width(5);
            Html::of(input.value(value).error(wrong(id)))
        };
        let barrier = |id: &str, label: &str, value: &str| {
            let select = Select::new(id, label).item("", "Select one");
            let select = Barrier::ALL
                .iter()
                .fold(select, |select, one| select.item(one.as_str(), one.words()));
            Html::of(select.selected(value).error(wrong(id)))
        };
        let run_by = Radios::new("run-by", Legend::new("Who runs work experience with you?").size(Size::S));
        let run_by = RunBy::ALL.iter().fold(run_by, |radios, one| radios.item(one.as_str(), one.words()));
        let sources = Checkboxes::new("sources", Legend::new("Where do requests come from?").size(Size::S)).hint("Select all that apply");
        let sources = Source::ALL.iter().fold(sources, |boxes, one| boxes.item(one.as_str(), one.words()));
        let neet = "Have you supported people who are not in education, work or training?";
        Html::join([
            radios("programme", "Do you have a formal programme?", &self.programme),
            number("requests", "How many requests do you get in a year?", &self.requests),
            number("places", "How many places do you give in a year?", &self.places),
            Html::of(run_by.checked(&self.run_by).error(wrong("run-by"))),
            barrier("barrier-1", "What stands in the way most?", &self.first),
            barrier("barrier-2", "What comes second? (optional)", &self.second),
            barrier("barrier-3", "What comes third? (optional)", &self.third),
            Html::of(sources.checked(self.sources.iter().cloned()).error(wrong("sources"))),
            radios("local-first", "Do people from nearby come first?", &self.local_first),
            radios("neet", neet, &self.neet),
        ])
    }
}

/// The answers for checking.
pub fn survey_rows(known: Option<&Survey>) -> Vec<Row> {
    let Some(known) = known else {
        return vec![("Work experience today".to_owned(), None)];
    };
    let yes_no = |yes: bool| if yes { "Yes" } else { "No" }.to_owned();
    let row = |key: &str, value: String| (key.to_owned(), Some(value.into()));
    let list = |key: &str, words: Vec<&str>| (key.to_owned(), Some(lines(words.into_iter().map(str::to_owned))));
    vec![
        row("Formal programme", yes_no(known.programme)),
        row("Requests in a year", known.requests.to_string()),
        row("Places in a year", known.places.to_string()),
        row("Run by", known.run_by.words().to_owned()),
        list("In the way, most first", known.barriers.iter().map(|one| one.words()).collect()),
        list("Where requests come from", known.sources.iter().map(|one| one.words()).collect()),
        row("People from nearby come first", yes_no(known.local_first)),
        row("Support for people in no course and no work", yes_no(known.neet)),
    ]
}

/// What is there today?
pub struct Capacity;

impl Question for Capacity {
    type Form = SurveyForm;
    type Answer = Survey;

    fn title(&self, _: &Draft) -> String {
        "Work experience with you today".to_owned()
    }

    fn filled(&self, draft: &Draft) -> SurveyForm {
        SurveyForm::filled(draft.answers.survey.as_ref())
    }

    fn read(&self, form: &SurveyForm, _: &Draft) -> Result<Survey, Errors> {
        let mut errors = Errors::default();
        match form.read(&mut errors) {
            Some(survey) if errors.is_empty() => Ok(survey),
            _ => Err(errors),
        }
    }

    fn body(&self, form: &SurveyForm, errors: &Errors, draft: &Draft) -> Html {
        Html::join([
            heading(self.title(draft)),
            paragraph("We ask every organisation the same, now and each year. We publish figures of whole areas only."),
            form.fields(errors),
        ])
    }

    fn rows(&self, draft: &Draft) -> Vec<Row> {
        survey_rows(draft.answers.survey.as_ref())
    }
}
