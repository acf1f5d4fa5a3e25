//! The fields of the search, each choice with the number of placements behind it.

use crate::opportunities::families::FAMILIES;
use crate::opportunities::forms::SearchForm;
use crate::opportunities::search::{How, MILES, OFFERED, Results, Sort, Wanted, Who};
use crate::web::components::{Checkboxes, DateInput, Details, Html, Input, Select, WrongParts};
use crate::web::form::Errors;

/// What the fields are made of.
pub struct Filters<'a> {
    /// What was typed.
    pub form: &'a SearchForm,
    /// What is looked for.
    pub wanted: &'a Wanted,
    /// What was found.
    pub results: &'a Results,
    /// What is wrong.
    pub errors: &'a Errors,
}

impl Filters<'_> {
    /// The fields that are always seen.
    pub fn main(&self) -> Html {
        let counted = |at: usize, words: String| {
            self.results
                .miles
                .get(at)
                .map_or_else(|| words.clone(), |count| format!("{words} ({count})"))
        };
        let miles = MILES
            .iter()
            .enumerate()
            .fold(Select::new("within", "How far away"), |select, (at, miles)| {
                select.item(miles.to_string(), counted(at, format!("Within {miles} miles")))
            });
        let chosen = match &self.wanted.near {
            Some(near) => near.miles.map_or_else(|| "any".to_owned(), |miles| miles.to_string()),
            None => known(&self.form.within, MILES.iter().map(u16::to_string).chain(["any".to_owned()]), "20"),
        };
        Html::join([
            Html::of(
                Input::new("q", "What would you like to do?")
                    .hint("For example, nursing or a hospital's name")
                    .value(self.form.q.chars().take(100).collect::<String>()),
            ),
            Html::of(
                Input::new("place", "Where?")
                    .hint("A town, or the first half of a postcode, like LS9")
                    .value(self.form.place.chars().take(60).collect::<String>())
                    .width(20)
                    .no_spellcheck()
                    .error(self.errors.get("place")),
            ),
            Html::of(miles.item("any", "Any distance").selected(chosen)),
        ])
    }

    /// The other fields, behind a line to press; open if one of them is used.
    pub fn more(&self) -> Details {
        let Wanted {
            family,
            from,
            to,
            age,
            who,
            support,
            how,
            ..
        } = self.wanted;
        let wrong = self.errors.0.iter().any(|error| error.id != "place");
        let used =
            family.is_some() || from.is_some() || to.is_some() || age.is_some() || who.is_some() || !support.is_empty() || how.is_some();
        let fields = Html::join([
            Html::of(self.family()),
            Html::of(self.day(
                "from",
                "First day you are free",
                [&self.form.from_day, &self.form.from_month, &self.form.from_year],
            )),
            Html::of(self.day(
                "to",
                "Last day you are free",
                [&self.form.to_day, &self.form.to_month, &self.form.to_year],
            )),
            Html::of(self.age()),
            Html::of(self.who()),
            Html::of(self.support()),
            Html::of(self.how()),
        ]);
        let details = Details::new("More ways to narrow the list", fields);
        if used || wrong { details.open() } else { details }
    }

    /// Which placement comes first.
    pub fn sort(&self) -> Select {
        // The usual order has no name in the address: with a place it is another one.
        let usual = if self.wanted.near.is_some() { Sort::Nearest } else { Sort::Soonest };
        let others = Sort::ALL.iter().filter(|sort| **sort != usual && **sort != Sort::Nearest);
        let chosen = Some(self.wanted.order()).filter(|order| *order != usual);
        others
            .fold(Select::new("sort", "Order").item("", usual.words()), |select, sort| {
                select.item(sort.as_str(), sort.words())
            })
            .selected(chosen.map(Sort::as_str).unwrap_or_default())
    }

    fn family(&self) -> Select {
        let all = Select::new("family", "Kind of work").item("", "All kinds");
        let choices = FAMILIES.into_iter().zip(&self.results.families);
        choices
            .fold(all, |select, ((key, name), count)| select.item(key, format!("{name} ({count})")))
            .selected(self.wanted.family.clone().unwrap_or_default())
    }

    fn day(&self, id: &str, legend: &str, [day, month, year]: [&String; 3]) -> DateInput {
        let of = |part: &str| self.errors.get(&format!("{id}-{part}"));
        let message = of("day").or_else(|| of("month")).or_else(|| of("year"));
        let whole = message.is_some_and(|message| message.ends_with("a real date") || message.contains("must not be before"));
        let wrong = WrongParts {
            day: whole || of("day").is_some(),
            month: whole || of("month").is_some(),
            year: whole || of("year").is_some(),
        };
        DateInput::new(id, legend)
            .hint("For example, 27 3 2027")
            .values(short(day), short(month), short(year))
            .error(message, if message.is_some() { wrong } else { WrongParts::default() })
    }

    fn age(&self) -> Input {
        Input::new("age", "Your age on the first day")
            .value(self.form.age.trim().chars().take(3).collect::<String>())
            .numeric()
            .width(2)
            .error(self.errors.get("age"))
    }

    fn who(&self) -> Select {
        let all = Select::new("who", "Who the places are for").item("", "It does not matter");
        let choices = Who::ALL.iter().zip(&self.results.who);
        choices
            .fold(all, |select, (who, count)| {
                select.item(who.as_str(), format!("{} ({count})", who.words()))
            })
            .selected(self.wanted.who.map(Who::as_str).unwrap_or_default())
    }

    fn support(&self) -> Checkboxes {
        let boxes = Checkboxes::new("support", "Support that you need")
            .hint("Select all that apply")
            .small();
        let choices = OFFERED.into_iter().zip(&self.results.support);
        choices
            .fold(boxes, |boxes, (one, count)| {
                boxes.item(one.as_str(), format!("{} ({count})", capital(one.words())))
            })
            .checked(self.wanted.support.iter().map(|one| one.as_str()))
    }

    fn how(&self) -> Select {
        let all = Select::new("how", "How you take part").item("", "It does not matter");
        let choices = How::ALL.iter().zip(&self.results.how);
        choices
            .fold(all, |select, (how, count)| {
                select.item(how.as_str(), format!("{} ({count})", how.words()))
            })
            .selected(self.wanted.how.map(How::as_str).unwrap_or_default())
    }
}

/// What was chosen, if there is such a choice.
fn known(chosen: &str, mut choices: impl Iterator<Item = String>, usual: &str) -> String {
    choices.find(|choice| choice == chosen).unwrap_or_else(|| usual.to_owned())
}

fn short(part: &str) -> String {
    part.trim().chars().take(12).collect()
}

/// The same words with a capital at their beginning.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
