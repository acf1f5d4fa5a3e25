//! The pages about confirmations.

use askama::Template;

use super::forms::{AskAgainForm, GuardianForm, SchoolForm, field};
use super::model::{Choice, Circumstance, Kind, SchoolSays};
use crate::applications::UsedShare;
use crate::dates;
use crate::web::components::{Checkboxes, FieldError, Html, Input, Legend, Radios, Size, SummaryList, Textarea};

/// A guardian is asked.
#[derive(Template)]
#[template(path = "confirmations/guardian.html")]
pub struct GuardianPage {
    /// The applicant's first name: the only thing about them beside the choices.
    pub first_name: String,
    /// What was chosen, best first.
    pub choices: Vec<Choice>,
    /// What was filled in.
    pub form: GuardianForm,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

impl GuardianPage {
    fn agree(&self) -> Radios {
        Radios::new(
            "agree",
            Legend::new(format!("Do you agree to {} going on one of these placements?", self.first_name)).size(Size::M),
        )
        .error(FieldError::find(&self.errors, "agree"))
        .item("yes", "Yes, I agree")
        .item("no", "No, I do not agree")
        .checked(self.form.agree.as_str())
    }

    fn reason(&self) -> Textarea {
        Textarea::new("reason", "If you do not agree, why? (optional)")
            .hint("We pass on that you said no, not why")
            .rows(3)
            .value(self.form.reason.as_str())
            .error(FieldError::find(&self.errors, "reason"))
    }

    fn full_name(&self) -> Input {
        full_name("Your full name", &self.form.full_name, &self.errors)
    }

    fn relationship(&self) -> Input {
        Input::new("relationship", format!("Your relationship to {}", self.first_name))
            .hint("For example, mother, father, foster carer or guardian")
            .width(20)
            .value(self.form.relationship.as_str())
            .error(FieldError::find(&self.errors, "relationship"))
    }

    fn statement(&self) -> Checkboxes {
        let words = format!(
            "I am a parent or guardian of {} and I have read what this is about",
            self.first_name
        );
        Checkboxes::new("statement", Legend::new("If you agree").size(Size::S))
            .item("yes", words)
            .error(FieldError::find(&self.errors, "statement"))
            .checked([self.form.statement.as_str()])
    }
}

impl Choice {
    /// The placement for somebody who is asked: where and when.
    fn facts(&self) -> SummaryList {
        SummaryList::new()
            .row("Where", format!("{}, {}", self.organisation, self.town))
            .row("When", dates::days(self.first_day, self.last_day))
    }
}

fn full_name(label: &str, value: &str, errors: &[FieldError]) -> Input {
    Input::new("full-name", label)
        .autocomplete("name")
        .no_spellcheck()
        .value(value)
        .error(FieldError::find(errors, "full-name"))
}

/// What came of a guardian's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardianSaid {
    /// Yes.
    Yes {
        /// The application is still going on, so that the yes can be taken back.
        can_take_back: bool,
    },
    /// No.
    No,
    /// Yes, and later no more.
    TakenBack,
    /// Nothing yet: a newer letter has the link.
    NewerLink,
    /// Nothing is asked any more.
    NotNeeded,
}

/// What came of a guardian's link, without personal data.
#[derive(Template)]
#[template(path = "confirmations/guardian_outcome.html")]
pub struct GuardianOutcome {
    /// What they said.
    pub said: GuardianSaid,
}

/// A school is asked.
#[derive(Template)]
#[template(path = "confirmations/school.html")]
pub struct SchoolPage {
    /// The applicant's first name; the letter has the whole name.
    pub first_name: String,
    /// What was chosen, best first.
    pub choices: Vec<Choice>,
    /// What the school is asked about.
    pub asked: Vec<Circumstance>,
    /// The figure of the register that the applicant's answer rests on, if there is one.
    pub share: Option<UsedShare>,
    /// What was filled in.
    pub form: SchoolForm,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

impl SchoolPage {
    fn on_roll(&self) -> Radios {
        self.radios(
            "on-roll",
            format!("Is or was {} on your roll?", self.first_name),
            &self.form.on_roll,
        )
        .hint("Or known to your service, if you are not a school or college")
        .yes_no()
    }

    fn questions(&self) -> Vec<Html> {
        let mut questions = Vec::new();
        for circumstance in &self.asked {
            questions.push(Html::of(self.circumstance(*circumstance)));
            if *circumstance == Circumstance::FirstGeneration {
                questions.push(Html::of(self.meals_year()));
            }
        }
        questions
    }

    fn circumstance(&self, circumstance: Circumstance) -> Radios {
        let question = match circumstance {
            Circumstance::FreeSchoolMeals => format!("Could {} have free school meals at any time at school?", self.first_name),
            Circumstance::PupilPremium => format!("Did you have the pupil premium for {} at any time?", self.first_name),
            Circumstance::FirstGeneration => "Could at least 30% of your pupils have free school meals?".to_owned(),
        };
        let radios = self.radios(field(circumstance), question, self.form.says(circumstance));
        let radios = if circumstance == Circumstance::FirstGeneration {
            radios.hint(self.about_share())
        } else {
            radios
        };
        radios
            .item(SchoolSays::Yes.as_str(), "Yes")
            .item(SchoolSays::No.as_str(), "No")
            .item(SchoolSays::CannotSay.as_str(), "We cannot say")
    }

    /// What we know of the share already, and the year to answer for.
    fn about_share(&self) -> String {
        let answer = format!("Answer for a year when {} was there", self.first_name);
        match &self.share {
            Some(UsedShare { share, there: true }) => format!("We use this figure: {share}. {answer}"),
            Some(UsedShare { share, there: false }) => {
                format!("We use this figure, the nearest that we have: {share}. {answer}")
            }
            None => answer,
        }
    }

    fn meals_year(&self) -> Input {
        Input::new("meals-year", "School year of this share")
            .hint("For example, 2025 to 2026. Leave empty if you cannot say")
            .width(20)
            .value(self.form.meals_year.as_str())
            .error(FieldError::find(&self.errors, "meals-year"))
    }

    fn fit(&self) -> Radios {
        self.radios(
            "fit",
            format!("As far as you know, can {} safely go on a placement?", self.first_name),
            &self.form.fit,
        )
        .item("yes", "Yes, we know of no reason why not")
        .item("no", "No, the organisation should talk to us first")
    }

    fn full_name(&self) -> Input {
        full_name("Your full name", &self.form.full_name, &self.errors)
    }

    fn role(&self) -> Input {
        Input::new("role", "Your role")
            .autocomplete("organization-title")
            .value(self.form.role.as_str())
            .error(FieldError::find(&self.errors, "role"))
    }

    fn radios(&self, name: &str, question: String, chosen: &str) -> Radios {
        Radios::new(name, Legend::new(question).size(Size::M))
            .error(FieldError::find(&self.errors, name))
            .checked(chosen)
    }
}

/// What came of a school's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchoolSaid {
    /// It answered.
    Answered,
    /// It does not know the applicant.
    NotOnRoll,
    /// Nothing yet: a newer letter has the link.
    NewerLink,
    /// Nothing is asked any more.
    NotNeeded,
}

/// What came of a school's link, without personal data.
#[derive(Template)]
#[template(path = "confirmations/school_outcome.html")]
pub struct SchoolOutcome {
    /// What it said.
    pub said: SchoolSaid,
}

/// An applicant names somebody else, or corrects an address.
#[derive(Template)]
#[template(path = "confirmations/ask_again.html")]
pub struct AskAgainPage {
    /// Guardian or school.
    pub kind: Kind,
    /// The status page.
    pub back: String,
    /// What was filled in.
    pub form: AskAgainForm,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

impl AskAgainPage {
    fn title(&self) -> &'static str {
        match self.kind {
            Kind::Guardian => "Who is your parent or guardian?",
            Kind::School => "Who at your school, college or service can confirm your answers?",
        }
    }

    fn full_name(&self) -> Input {
        Input::new("full-name", "Their full name")
            .no_spellcheck()
            .value(self.form.full_name.as_str())
            .error(FieldError::find(&self.errors, "full-name"))
    }

    fn relationship(&self) -> Input {
        let (label, hint) = match self.kind {
            Kind::Guardian => ("Their relationship to you", "For example, mother, father, foster carer or guardian"),
            Kind::School => ("Their role and where they work", "For example, head of year 11, Carr Bank Academy"),
        };
        Input::new("relationship", label)
            .hint(hint)
            .value(self.form.relationship.as_str())
            .error(FieldError::find(&self.errors, "relationship"))
    }

    fn email(&self) -> Input {
        Input::new("email", "Their email address")
            .email()
            .autocomplete("off")
            .hint("We write to this address to ask them")
            .value(self.form.email.as_str())
            .error(FieldError::find(&self.errors, "email"))
    }
}
