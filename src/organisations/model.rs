//! What an organisation and an area are.

use time::Date;

use crate::text_enum;

text_enum! {
    /// The kind of an area. Areas open, close and have successors: the map of the NHS changes.
    pub enum AreaKind {
        /// One of the seven NHS regions.
        Region = "region",
        /// An integrated care board's area.
        IntegratedCareBoard = "integrated_care_board",
        /// The area of one of the thirteen local education and training boards of 2014.
        Letb = "letb",
    }
}

text_enum! {
    /// The kind of an organisation that can sign a commitment.
    pub enum OrganisationKind {
        /// An NHS trust or foundation trust.
        NhsTrust = "nhs_trust",
        /// A GP practice.
        GpPractice = "gp_practice",
        /// A provider of social care.
        SocialCare = "social_care",
        /// A hospice.
        Hospice = "hospice",
        /// A charity.
        Charity = "charity",
        /// A school, college or university as a partner.
        Education = "education",
    }
}

/// An area, as a round or an organisation names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its number.
    pub id: i64,
    /// Its code with the Organisation Data Service, such as `Y56`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// An area's single point of contact, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The name of a person or team.
    pub name: String,
    /// The address.
    pub email: String,
    /// The phone number, if there is one.
    pub phone: Option<String>,
}

/// An organisation on the page of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its town.
    pub town: String,
}

/// An area to add.
#[derive(Clone, Debug)]
pub struct NewArea<'a> {
    /// Its code: three or five characters.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its kind.
    pub kind: AreaKind,
    /// Its first day, if known.
    pub opened_on: Option<Date>,
}

/// An organisation to add.
#[derive(Clone, Debug)]
pub struct NewOrganisation<'a> {
    /// Its code with the Organisation Data Service, such as `RJ1`.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its kind.
    pub kind: OrganisationKind,
    /// The area that it belongs to.
    pub area_id: i64,
    /// The town of its main address.
    pub town: &'a str,
    /// The postcode of its main address.
    pub postcode: &'a str,
}

/// The part of an address that names something: lower case letters, digits and single hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().replace(['\'', '’'], "").chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
