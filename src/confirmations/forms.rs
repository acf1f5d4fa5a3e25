//! What guardians, schools and applicants post about confirmations, made into answers.

use serde::Deserialize;
use validator::{Validate, ValidateEmail};

use super::model::{Circumstance, SchoolAnswers, SchoolSays};
use crate::web::form::Errors;

/// A guardian's form.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardianForm {
    /// `yes` or `no`.
    pub agree: String,
    /// Why not.
    #[validate(length(max = 500, message = "Reason must be 500 characters or less"))]
    pub reason: String,
    /// The declared name.
    #[validate(length(max = 100, message = "Full name must be 100 characters or less"))]
    pub full_name: String,
    /// The declared relationship.
    #[validate(length(max = 60, message = "Relationship must be 60 characters or less"))]
    pub relationship: String,
    /// Ticked: `yes`.
    pub statement: String,
}

/// What a guardian says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardianAnswer {
    /// Whether they agree.
    pub agrees: bool,
    /// Why not, if they said so.
    pub reason: Option<String>,
    /// Their name.
    pub name: String,
    /// Who they are to the applicant.
    pub relationship: String,
}

impl GuardianForm {
    /// The answer, or what is wrong.
    ///
    /// # Errors
    /// The words for each field.
    pub fn answer(&mut self) -> Result<GuardianAnswer, Errors> {
        for field in [&mut self.reason, &mut self.full_name, &mut self.relationship] {
            *field = field.trim().to_owned();
        }
        let mut errors = Errors::default();
        let agrees = self.agree == "yes";
        if !agrees && self.agree != "no" {
            errors.add("agree", "Select yes if you agree");
        }
        errors.check(self, &["reason"]);
        present(&mut errors, "full-name", &self.full_name, "Enter your full name");
        present(
            &mut errors,
            "relationship",
            &self.relationship,
            "Enter your relationship to the applicant",
        );
        errors.check(self, &["full_name", "relationship"]);
        if agrees && self.statement != "yes" {
            errors.add(
                "statement",
                "Confirm that you are a parent or guardian and have read what this is about",
            );
        }
        errors.or(|| GuardianAnswer {
            agrees,
            reason: (!agrees && !self.reason.is_empty()).then(|| self.reason.clone()),
            name: self.full_name.clone(),
            relationship: self.relationship.clone(),
        })
    }
}

/// A school's form.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SchoolForm {
    /// `yes` or `no`.
    pub on_roll: String,
    /// `yes`, `no` or `cannot_say`, if it was asked.
    pub free_school_meals: String,
    /// The same.
    pub pupil_premium: String,
    /// The same: whether at least 30% of pupils could have free school meals.
    pub meals_share: String,
    /// The school year of that share.
    pub meals_year: String,
    /// `yes` or `no`.
    pub fit: String,
    /// The declared name.
    #[validate(length(max = 100, message = "Full name must be 100 characters or less"))]
    pub full_name: String,
    /// The declared role.
    #[validate(length(max = 100, message = "Role must be 100 characters or less"))]
    pub role: String,
}

fn present(errors: &mut Errors, id: &str, answer: &str, words: &str) {
    if answer.is_empty() {
        errors.add(id, words);
    }
}

/// The name of a circumstance's field.
pub const fn field(circumstance: Circumstance) -> &'static str {
    match circumstance {
        Circumstance::FreeSchoolMeals => "free-school-meals",
        Circumstance::PupilPremium => "pupil-premium",
        Circumstance::FirstGeneration => "meals-share",
    }
}

impl SchoolForm {
    /// What was chosen for a circumstance.
    pub fn says(&self, circumstance: Circumstance) -> &str {
        match circumstance {
            Circumstance::FreeSchoolMeals => &self.free_school_meals,
            Circumstance::PupilPremium => &self.pupil_premium,
            Circumstance::FirstGeneration => &self.meals_share,
        }
    }

    /// The answers about what was `asked`, or what is wrong. Whoever is not on the roll needs no further answer. `this_year` is the year now.
    ///
    /// # Errors
    /// The words for each field.
    pub fn answer(&mut self, asked: &[Circumstance], this_year: i32) -> Result<SchoolAnswers, Errors> {
        for field in [&mut self.meals_year, &mut self.full_name, &mut self.role] {
            *field = field.trim().to_owned();
        }
        let mut errors = Errors::default();
        let mut answers = SchoolAnswers {
            on_roll: self.on_roll == "yes",
            ..SchoolAnswers::default()
        };
        if !answers.on_roll && self.on_roll != "no" {
            errors.add("on-roll", "Select yes if this person is or was on your roll");
        }
        if answers.on_roll {
            for circumstance in asked {
                match self.says(*circumstance).parse::<SchoolSays>() {
                    Ok(says) => answers.circumstances.push((*circumstance, says)),
                    Err(_) => errors.add(field(*circumstance), missing(*circumstance)),
                }
            }
            let share = answers
                .circumstances
                .iter()
                .find(|(circumstance, _)| *circumstance == Circumstance::FirstGeneration);
            if share.is_some_and(|(_, says)| *says != SchoolSays::CannotSay) {
                match school_year(&self.meals_year, this_year) {
                    Ok(year) => answers.meals_year = Some(year),
                    Err(words) => errors.add("meals-year", words),
                }
            }
            answers.fit = match self.fit.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => {
                    errors.add("fit", "Select yes if you know of no reason why this person should not go");
                    None
                }
            };
        }
        present(&mut errors, "full-name", &self.full_name, "Enter your full name");
        present(&mut errors, "role", &self.role, "Enter your role");
        errors.check(self, &["full_name", "role"]);
        errors.or(|| answers)
    }
}

const fn missing(circumstance: Circumstance) -> &'static str {
    match circumstance {
        Circumstance::FreeSchoolMeals => "Select yes if this person could have free school meals",
        Circumstance::PupilPremium => "Select yes if you had the pupil premium for this person",
        Circumstance::FirstGeneration => "Select yes if at least 30% of pupils could have free school meals",
    }
}

/// Reads a school year such as `2025 to 2026`, `2025/26` or `2025`.
fn school_year(text: &str, this_year: i32) -> Result<String, &'static str> {
    if text.is_empty() {
        return Err("Enter the school year of this share");
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<i32>() {
        Ok(year) if digits.len() == 4 && year > this_year => Err("School year must not be in the future"),
        Ok(year) if digits.len() == 4 && year >= 1980 => Ok(format!("{year} to {}", year + 1)),
        _ => Err("School year must begin with 4 numbers"),
    }
}

/// An applicant's form to name somebody else.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AskAgainForm {
    /// Their name.
    #[validate(length(max = 100, message = "Full name must be 100 characters or less"))]
    pub full_name: String,
    /// Who they are: a relationship, or a role and a place of work.
    #[validate(length(max = 150, message = "Who they are must be 150 characters or less"))]
    pub relationship: String,
    /// Their address.
    #[validate(length(max = 254, message = "Email address must be 254 characters or less"))]
    pub email: String,
}

impl AskAgainForm {
    /// Trims the answers and says what is wrong with them.
    pub fn check(&mut self) -> Errors {
        for field in [&mut self.full_name, &mut self.relationship, &mut self.email] {
            *field = field.trim().to_owned();
        }
        let mut errors = Errors::default();
        present(&mut errors, "full-name", &self.full_name, "Enter their full name");
        present(&mut errors, "relationship", &self.relationship, "Enter who they are");
        errors.check(self, &["full_name", "relationship"]);
        present(&mut errors, "email", &self.email, "Enter their email address");
        if !self.email.validate_email() {
            errors.add("email", "Enter an email address in the correct format, like name@example.com");
        }
        errors.check(self, &["email"]);
        errors
    }
}
