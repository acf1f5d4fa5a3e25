//! The questions, with the lists of the census of 2021 for England. What is asked follows the harmonised standards of the Government Statistical
//! Service; nobody under 16 is asked what the census asks only of those who are 16 or over.

/// One answer of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored and posted.
    pub key: &'static str,
    /// What is read.
    pub words: &'static str,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is stored and posted.
    pub key: &'static str,
    /// The question.
    pub words: &'static str,
    /// A short help, or nothing.
    pub hint: &'static str,
    /// Nobody younger is asked, in whole years.
    pub from_age: i32,
    /// True if there are too many answers for radios.
    pub long: bool,
    /// The answers, without [`PREFER_NOT_TO_SAY`], which every question has as its last one.
    pub choices: &'static [Choice],
}

/// The last answer of every question.
pub const PREFER_NOT_TO_SAY: Choice = choice("prefer-not-to-say", "Prefer not to say");

/// The question whose answer decides whether [`IMPACT`] has a meaning.
pub const CONDITION: &str = "condition";
/// Asked of those only who have a condition.
pub const IMPACT: &str = "impact";

const fn choice(key: &'static str, words: &'static str) -> Choice {
    Choice { key, words }
}

const fn question(key: &'static str, words: &'static str, choices: &'static [Choice]) -> Question {
    Question {
        key,
        words,
        hint: "",
        from_age: 0,
        long: false,
        choices,
    }
}

impl Question {
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    const fn asked_from(mut self, age: i32) -> Self {
        self.from_age = age;
        self
    }

    const fn long(mut self) -> Self {
        self.long = true;
        self
    }

    /// Every answer that may be given.
    pub fn all_choices(&self) -> impl Iterator<Item = Choice> {
        self.choices.iter().copied().chain([PREFER_NOT_TO_SAY])
    }

    /// The question with this key.
    pub fn named(key: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.key == key)
    }
}

/// The questions in their order.
pub const QUESTIONS: &[Question] = &[
    question(
        "condition",
        "Do you have a health condition or illness that has lasted, or will last, 12 months or more?",
        &[choice("yes", "Yes"), choice("no", "No")],
    )
    .hint("It can be of the body or of the mind"),
    question(
        "impact",
        "If you do, does it make everyday things harder for you?",
        &[
            choice("a-lot", "Yes, a lot"),
            choice("a-little", "Yes, a little"),
            choice("not-at-all", "Not at all"),
        ],
    ),
    question(
        "ethnic-group",
        "What is your ethnic group?",
        &[
            choice("bangladeshi", "Asian or Asian British: Bangladeshi"),
            choice("chinese", "Asian or Asian British: Chinese"),
            choice("indian", "Asian or Asian British: Indian"),
            choice("pakistani", "Asian or Asian British: Pakistani"),
            choice("other-asian", "Asian or Asian British: any other Asian background"),
            choice("african", "Black or Black British: African"),
            choice("caribbean", "Black or Black British: Caribbean"),
            choice("other-black", "Black or Black British: any other Black background"),
            choice("white-and-asian", "Mixed: White and Asian"),
            choice("white-and-black-african", "Mixed: White and Black African"),
            choice("white-and-black-caribbean", "Mixed: White and Black Caribbean"),
            choice("other-mixed", "Mixed: any other mixed background"),
            choice("british", "White: English, Welsh, Scottish, Northern Irish or British"),
            choice("irish", "White: Irish"),
            choice("gypsy-or-traveller", "White: Gypsy or Irish Traveller"),
            choice("roma", "White: Roma"),
            choice("other-white", "White: any other White background"),
            choice("arab", "Other: Arab"),
            choice("any-other", "Other: any other ethnic group"),
        ],
    )
    .long(),
    question(
        "religion",
        "What is your religion?",
        &[
            choice("none", "No religion"),
            choice("christian", "Christian, of any kind"),
            choice("buddhist", "Buddhist"),
            choice("hindu", "Hindu"),
            choice("jewish", "Jewish"),
            choice("muslim", "Muslim"),
            choice("sikh", "Sikh"),
            choice("other", "Another religion"),
        ],
    ),
    question("sex", "What is your sex?", &[choice("female", "Female"), choice("male", "Male")]),
    question(
        "gender",
        "Is the gender you identify with the same as your sex registered at birth?",
        &[choice("yes", "Yes"), choice("no", "No")],
    )
    .asked_from(16),
    question(
        "orientation",
        "Which of these best describes how you think of yourself?",
        &[
            choice("straight", "Straight or heterosexual"),
            choice("gay-or-lesbian", "Gay or lesbian"),
            choice("bisexual", "Bisexual"),
            choice("other", "Another orientation"),
        ],
    )
    .asked_from(16),
];
