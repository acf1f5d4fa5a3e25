//! What an applicant tells us, one struct per step: each is correct once it exists.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use super::attended::Attended;
use super::circumstances::Circumstances;
use crate::text_enum;

text_enum! {
    /// A step of the application: one page, saved as it is sent.
    pub enum Step {
        /// First and last name.
        Name = "name",
        /// Date of birth.
        DateOfBirth = "date-of-birth",
        /// Telephone and postcode.
        Contact = "contact",
        /// What the applicant does now.
        Situation = "situation",
        /// The circumstances of the Practise Commitment.
        Circumstances = "circumstances",
        /// The school that the applicant goes to or went to last.
        Attended = "attended-school",
        /// What the applicant hopes to study or do.
        Aims = "aims",
        /// Two short answers.
        Reasons = "reasons",
        /// One to five placements, in order.
        Choices = "choices",
        /// When the applicant can come.
        Availability = "availability",
        /// The support that the applicant needs.
        Needs = "support",
        /// Who at a school, college or service can confirm.
        School = "school",
        /// A parent or guardian.
        Guardian = "guardian",
        /// Whom to call in an emergency: asked only once a placement is agreed.
        EmergencyContact = "emergency-contact",
    }
}

/// A person's name, as they write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The first name or names.
    pub first: String,
    /// The last name.
    pub last: String,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.first, self.last)
    }
}

/// A postcode of the United Kingdom in its usual form, such as `LS9 7TF`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

impl Postcode {
    /// Reads a postcode in any case and spacing.
    ///
    /// # Errors
    /// Words for the field if it does not have the form of one.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const FORM: &str = "Enter a full UK postcode, like LS9 7TF";
        let compact: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase();
        let rest_allowed = text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '(' | ')'));
        if !rest_allowed || !(5..=7).contains(&compact.len()) {
            return Err(FORM);
        }
        let (out, inward) = compact.split_at(compact.len() - 3);
        let inward: Vec<char> = inward.chars().collect();
        let out_letters = out.chars().take_while(char::is_ascii_alphabetic).count();
        let out_rest: Vec<char> = out.chars().skip(out_letters).collect();
        let outward_ok = matches!(out_rest.as_slice(), [d] if d.is_ascii_digit())
            || matches!(out_rest.as_slice(), [d, x] if d.is_ascii_digit() && x.is_ascii_alphanumeric());
        let inward_ok = inward[0].is_ascii_digit() && inward[1].is_ascii_alphabetic() && inward[2].is_ascii_alphabetic();
        if (1..=2).contains(&out_letters) && outward_ok && inward_ok {
            Ok(Self(format!("{out} {}", inward.iter().collect::<String>())))
        } else {
            Err(FORM)
        }
    }

    /// The first half: enough for distances and for being local.
    pub fn outcode(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The whole postcode.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Postcode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.0
    }
}

/// How to reach the applicant beside their proven email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A telephone number as it was typed.
    pub phone: Option<String>,
    /// Where they live.
    pub postcode: Postcode,
}

text_enum! {
    /// What an applicant does now; it decides the pathway.
    pub enum Situation {
        /// At school, college or sixth form.
        AtSchool = "at_school",
        /// Aged 16 to 24 and not in education, employment or training.
        NotInEducationOrWork = "neet",
        /// Working, and thinking of moving into health.
        CareerChange = "career_change",
        /// Trained in a health profession, and coming back to it.
        FormerProfessional = "former_professional",
        /// Coming back to work after ill health or after caring: one answer for both, and no detail.
        ReturningToWork = "returning_to_work",
        /// Something else.
        SomethingElse = "something_else",
    }
}

/// What somebody hopes to study or do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aims {
    /// Families of careers.
    pub families: Vec<String>,
    /// Roles of the catalogue by their slugs, at most two, the one that interests them most first.
    #[serde(default)]
    pub roles: Vec<String>,
    /// A course or role in the applicant's own words.
    pub course: Option<String>,
    /// True if they are applying, or thinking of applying, for a healthcare programme; for others, that they are interested in health.
    pub applying: bool,
}

/// Why, in two short answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// What interests them.
    pub interest: String,
    /// What they hope to learn.
    pub learn: String,
}

/// The placements that somebody wants, best first: public references, one to five, none twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices(pub Vec<String>);

/// When somebody can come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// True if they can come on all days of the placements that they chose.
    pub all_days: bool,
    /// The days that they cannot come, in their own words.
    pub except: Option<String>,
}

/// The support that somebody needs; shown to the coordinator only once an offer is accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// Help with travel.
    pub travel: bool,
    /// Adjustments for a disabled person, in their own words.
    pub adjustments: Option<String>,
    /// An interpreter or another language, in their own words.
    pub interpreter: Option<String>,
}

/// Who can confirm what only a school, college or service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolContact {
    /// The person's name.
    pub name: String,
    /// What they do there.
    pub role: String,
    /// The school, college or service.
    pub organisation: String,
    /// Their address at work.
    pub email: String,
}

/// A parent or guardian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// Their name.
    pub name: String,
    /// Who they are to the applicant.
    pub relationship: String,
    /// Their address.
    pub email: String,
}

/// Whom the organisation calls in an emergency during the placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyContact {
    /// Their name.
    pub name: String,
    /// Who they are to the applicant.
    pub relationship: String,
    /// A telephone number as it was typed.
    pub phone: String,
}

/// Everything that was answered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Step `name`.
    pub name: Option<Name>,
    /// Step `date-of-birth`.
    pub date_of_birth: Option<Date>,
    /// Step `contact`.
    pub contact: Option<Contact>,
    /// Step `situation`.
    pub situation: Option<Situation>,
    /// Step `circumstances`.
    pub circumstances: Option<Circumstances>,
    /// Step `attended-school`.
    pub attended: Option<Attended>,
    /// Step `aims`.
    pub aims: Option<Aims>,
    /// Step `reasons`.
    pub reasons: Option<Reasons>,
    /// Step `choices`.
    pub choices: Option<Choices>,
    /// Step `availability`.
    pub availability: Option<Availability>,
    /// Step `support`.
    pub needs: Option<Needs>,
    /// Step `school`.
    pub school: Option<SchoolContact>,
    /// Step `guardian`.
    pub guardian: Option<Guardian>,
    /// Step `emergency-contact`.
    pub emergency_contact: Option<EmergencyContact>,
}

impl Answers {
    /// True if the applicant is under 18 on `first_day`: a parent or guardian has to agree.
    pub fn needs_guardian(&self, first_day: Date) -> bool {
        self.date_of_birth.is_some_and(|born| age_on(born, first_day) < 18)
    }

    /// True if somebody at a school, college or service has to confirm: under 18, unless not in education.
    pub fn needs_school(&self, first_day: Date) -> bool {
        self.needs_guardian(first_day) && self.situation != Some(Situation::NotInEducationOrWork)
    }
}

/// Whole years from birth to `day`. Somebody born on 29 February has their birthday on 1 March in other years.
pub fn age_on(born: Date, day: Date) -> i32 {
    let had_birthday = (u8::from(day.month()), day.day()) >= (u8::from(born.month()), born.day());
    day.year() - born.year() - i32::from(!had_birthday)
}
