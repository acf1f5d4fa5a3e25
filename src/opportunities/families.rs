//! The families of careers that a placement belongs to and an applicant can be interested in, as the NHS groups them.

/// Each family's key, as it is kept, and its name.
pub const FAMILIES: [(&str, &str); 15] = [
    ("allied-health", "Allied health professions, such as physiotherapy"),
    ("ambulance", "Ambulance service"),
    ("dental", "Dental team"),
    ("doctors", "Doctors"),
    ("estates", "Estates and facilities"),
    ("healthcare-science", "Healthcare science"),
    ("healthcare-support", "Healthcare support work"),
    ("health-informatics", "Health informatics"),
    ("management", "Management and office work"),
    ("midwifery", "Midwifery"),
    ("nursing", "Nursing"),
    ("pharmacy", "Pharmacy"),
    ("psychological", "Psychological professions"),
    ("public-health", "Public health"),
    ("social-care", "Social care"),
];

/// The name of the family with this key.
pub fn name(key: &str) -> Option<&'static str> {
    FAMILIES.iter().find(|(known, _)| *known == key).map(|(_, name)| *name)
}
