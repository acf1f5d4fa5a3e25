//! What a policy names, in plain words. What only a newer policy knows is shown by its own name.

/// A criterion, said to the person whom it may fit.
pub fn criterion_words(id: &str) -> String {
    match id {
        "free_school_meals" => "you could get free school meals at any time at school",
        "pupil_premium" => "your school had the pupil premium for you",
        "first_generation_30" => {
            "your parents or guardians did not go to university, and at least 30% of pupils at your school could get free school meals"
        }
        "neet" => "you are aged 16 to 24, and not at work, at school or in training",
        "career_change" => "you work, and want to move into health or care",
        "former_professional" => "you trained for a health job before, and want to come back",
        "returning_to_work" => "you are coming back to work after ill health, or after caring for someone",
        other => return plain(other),
    }
    .to_owned()
}

/// A criterion in a few words, said of anybody.
pub fn criterion_short(id: &str) -> String {
    match id {
        "free_school_meals" => "free school meals",
        "pupil_premium" => "pupil premium",
        "first_generation_30" => "first in the family to go to university",
        "neet" => "not at work, at school or in training",
        "career_change" => "wants to move into health work",
        "former_professional" => "trained for a health job before",
        "returning_to_work" => "coming back to work",
        other => return plain(other),
    }
    .to_owned()
}

/// A statement that a pathway needs, said to the person who makes it.
pub fn statement_words(id: &str) -> String {
    match id {
        "applying_for_healthcare_programme" => "you are applying for a health course, or thinking of it".to_owned(),
        "interested_in_health" => "you want to work in health or care".to_owned(),
        other => plain(other),
    }
}

/// Words with a capital letter at their beginning.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn plain(id: &str) -> String {
    id.replace('_', " ")
}
