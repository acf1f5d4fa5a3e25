//! The words of the public pages: Flesch-Kincaid grade at most 7, and at most 20 words in a sentence on average.
//!
//! What is read: headings, paragraphs and list items of the page's own part; each is at least one sentence, and ends a sentence. Not read: names that are
//! links and nothing else (roles have the names that they have), lists of facts, tables, code, and what people type. A word is a run of letters,
//! digits, apostrophes and hyphens; addresses of the web and of email are one word of one syllable.

use practise::applications::ApplicationState;
use practise::careers::catalogue;
use scraper::ElementRef;

use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::page::{Page, selector};
use crate::support::run::run;

const GRADE: f64 = 7.0;
const WORDS: f64 = 20.0;

/// What was counted of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    sentences: u32,
    words: u32,
    syllables: u32,
}

impl Counts {
    fn of(block: &str) -> Self {
        let mut counts = Self::default();
        // A point ends a sentence only before a space: "ico.org.uk" and "2.2" have none.
        for sentence in format!("{block} ").replace(['!', '?'], ".").split(". ") {
            let words: Vec<&str> = sentence
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphanumeric))
                .collect();
            if !words.is_empty() {
                counts.sentences += 1;
                counts.words += u32::try_from(words.len()).unwrap();
                counts.syllables += words.iter().map(|word| syllables(word)).sum::<u32>();
            }
        }
        counts
    }

    fn and(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    fn words_a_sentence(self) -> f64 {
        f64::from(self.words) / f64::from(self.sentences)
    }

    /// The formula of Kincaid and others (1975).
    fn grade(self) -> f64 {
        0.39 * self.words_a_sentence() + 11.8 * f64::from(self.syllables) / f64::from(self.words) - 15.59
    }
}

/// Syllables of a word, by rule: one for each run of vowels (a, e, i, o, u, y), with these exceptions.
/// - A last `e` is silent unless it is the only vowel or follows a consonant and `l` ("table"); so is the `e` of a last `es` or `ed`, unless a sound that needs
///   it comes before ("places", "wanted").
/// - `ia`, `io`, `iu`, `eo`, `ua`, `uo`, and `ie` before `n` without `d`, are two sounds, unless `t`, `s`, `c`, `x` or `g` before makes them one ("nation", "social"), or `q` or `g` before `u` ("equal").
/// - An `e` that is silent inside a word ("sometimes") is counted: the text seems harder than it is, never easier.
/// - Two vowels that only seem to be one ("area", "being") are counted as one: a rule for them would be wrong for "each" and "receive".
/// - A number is said as its digits; capitals without a vowel or all in capitals are said by letter ("GP").
fn syllables(word: &str) -> u32 {
    if word.contains('@') || word.contains("://") || word.trim_matches('.').contains('.') && !word.chars().any(|c| c.is_ascii_digit()) {
        return 1;
    }
    let said = |part: &str| -> u32 {
        let letters: Vec<char> = part.chars().filter(|c| c.is_alphanumeric()).collect();
        if letters.is_empty() {
            return 0;
        }
        if letters.iter().any(char::is_ascii_digit) || (letters.len() > 1 && letters.iter().all(|c| c.is_uppercase())) {
            return u32::try_from(letters.len()).unwrap();
        }
        spoken(&letters.iter().collect::<String>().to_lowercase())
    };
    word.split(['-', '/']).map(said).sum()
}

fn spoken(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().collect();
    let vowel = |c: char| "aeiouyàâäçéèêëîïôöùûü".contains(c) && c != 'ç';
    let mut count = 0;
    for (index, c) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|previous| letters[previous]);
        if !vowel(*c) {
            continue;
        }
        let Some(previous) = before.filter(|previous| vowel(*previous)) else {
            count += 1;
            continue;
        };
        let after = (letters.get(index + 1), letters.get(index + 2));
        let apart = match (previous, c) {
            ('i', 'a' | 'o' | 'u') | ('e', 'o') | ('u', 'a' | 'o') => true,
            ('i', 'e') => after.0 == Some(&'n') && after.1 != Some(&'d'),
            _ => false,
        };
        let joined = match index.checked_sub(2).map(|earlier| letters[earlier]) {
            Some('t' | 's' | 'c' | 'x' | 'g') if previous == 'i' => true,
            Some('q' | 'g') if previous == 'u' => true,
            Some('p') if previous == 'e' && *c == 'o' => true,
            _ => false,
        };
        if apart && !joined {
            count += 1;
        }
    }
    let ends = |end: &str| word.ends_with(end);
    let at = |back: usize| letters.len().checked_sub(back).map(|index| letters[index]);
    let silent = if ends("e") && !at(2).is_some_and(vowel) {
        !(ends("le") && at(3).is_some_and(|c| !vowel(c)))
    } else if ends("ed") && !at(3).is_some_and(vowel) {
        !matches!(at(3), Some('t' | 'd')) && !(ends("led") && at(4).is_some_and(|c| !vowel(c) && c != 'l'))
    } else if ends("es") && !at(3).is_some_and(vowel) {
        !matches!(at(3), Some('s' | 'c' | 'g' | 'x' | 'z'))
            && !ends("ches")
            && !ends("shes")
            && !(ends("les") && at(4).is_some_and(|c| !vowel(c)))
    } else {
        false
    };
    if silent && count > 1 { count - 1 } else { count.max(1) }
}

/// True if the element is not prose.
fn is_fact(element: ElementRef<'_>) -> bool {
    const FACTS: [&str; 4] = ["dl", "table", "nav", "form"];
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|parent| FACTS.contains(&parent.value().name()))
        || element.select(&selector("code, p, li")).next().is_some()
        || element
            .select(&selector("a"))
            .any(|link| crate::support::page::words(link) == crate::support::page::words(element))
}

fn counts(page: &Page) -> Counts {
    page.document()
        .select(&selector("main h1, main h2, main h3, main p, main li"))
        .filter(|element| !is_fact(*element))
        .map(|element| Counts::of(&crate::support::page::words(element)))
        .fold(Counts::default(), Counts::and)
}

#[test]
fn syllables_are_counted_as_they_are_said() {
    let known = [
        ("a", 1),
        ("the", 1),
        ("place", 1),
        ("places", 2),
        ("table", 2),
        ("wanted", 2),
        ("asked", 1),
        ("service", 2),
        ("people", 2),
        ("equal", 2),
        ("nation", 2),
        ("social", 2),
        ("guardian", 3),
        ("experience", 4),
        ("organisation", 5),
        ("video", 3),
        ("email", 2),
        ("apply", 2),
        ("you", 1),
        ("your", 1),
        ("coming", 2),
        ("circumstances", 4),
        ("application", 4),
        ("GP", 2),
        ("18", 2),
        ("name@example.com", 1),
        ("well-known", 2),
        ("called", 1),
        ("changes", 2),
        ("friend", 1),
        ("client", 2),
        ("patient", 2),
    ];
    let wrong: Vec<String> = known
        .iter()
        .filter(|(word, expected)| syllables(word) != *expected)
        .map(|(word, expected)| format!("{word}: {} and not {expected}", syllables(word)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn sentences_end_where_they_should() {
    let counts = Counts::of("Go to ico.org.uk or call. Version 2.2 is new! Is it? Yes");
    assert_eq!((counts.sentences, counts.words), (4, 12));
}

#[test]
fn hard_words_are_found_hard_and_easy_ones_easy() {
    let easy = Counts::of("The cat sat on the mat. It was a big cat.");
    let hard = Counts::of(
        "Organisational implementation necessitates considerable interdepartmental communication regarding administrative responsibilities.",
    );
    assert!(easy.grade() < 2.0, "{}", easy.grade());
    assert!(hard.grade() > 20.0, "{}", hard.grade());
}

#[test]
fn every_public_page_is_easy_to_read() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let round = test.open_round("r1");
        test.placement(round, "open", |_| {});
        let mut hard = Vec::new();
        let catalogue = catalogue().unwrap();
        let families = catalogue.families.iter().map(|family| format!("/careers/{}", family.slug));
        let roles = catalogue.roles().map(|found| format!("/careers/roles/{}", found.role.slug));
        let committed = test.organisation("COMMITTED", "A trust", test.area("AREA"));
        super::register::recorded(&test, committed);
        let others = [
            "/work-experience/open",
            "/organisations/committed",
            "/organisations/no-such-one",
            "/no-such-page",
        ];
        let fixed = super::pages::PUBLIC.into_iter().chain(others).map(str::to_owned);
        for path in fixed.chain(families).chain(roles) {
            let counts = counts(&test.client().get(&path).await);
            let (grade, words) = (counts.grade(), counts.words_a_sentence());
            println!("{path}: grade {grade:.1}, {words:.1} words a sentence, {} words", counts.words);
            if grade > GRADE || words > WORDS {
                hard.push(format!("{path}: grade {grade:.1}, {words:.1} words a sentence"));
            }
        }
        assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
    });
}

#[test]
fn pages_about_one_s_own_data_are_easy_to_read() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = World::new(&test, &[1]);
        let people = ["ann@example.org", "ben@example.org"].map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        let (email, id) = world.of_state(&people, ApplicationState::Waiting)[0];
        let own = format!("/applications/{}", world.application(id).reference);
        let client = test.sign_in(email).await;
        let (waiting, looked) = (format!("{own}/waiting"), format!("{own}/who-looked"));
        let mut hard = Vec::new();
        let mut read = |page: &Page| {
            let counts = counts(page);
            println!("{}: grade {:.1}, {} words", page.path, counts.grade(), counts.words);
            if counts.words < 20 || counts.grade() > GRADE || counts.words_a_sentence() > WORDS {
                hard.push(format!("{}: grade {:.1}", page.path, counts.grade()));
            }
        };
        for path in [&waiting, &looked, "/my-data", "/my-data/delete", "/my-data/deleted"] {
            read(&client.get(path).await);
        }
        read(&super::my_data::prove(&test, &client, email, "/my-data").await);
        read(&client.get("/my-data/delete").await);
        assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
    });
}
