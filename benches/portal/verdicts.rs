//! Whether a figure meets its bar, and how many did not.

/// What was said so far.
#[derive(Default)]
pub struct Verdicts {
    met: u32,
    missed: Vec<String>,
}

impl Verdicts {
    pub fn at_least(&mut self, what: &str, value: f64, bar: f64) -> &'static str {
        self.say(what, value >= bar)
    }

    pub fn at_most(&mut self, what: &str, value: f64, bar: f64) -> &'static str {
        self.say(what, value <= bar)
    }

    fn say(&mut self, what: &str, met: bool) -> &'static str {
        if met {
            self.met += 1;
            "met"
        } else {
            self.missed.push(what.to_owned());
            "missed"
        }
    }

    /// The last lines: what was missed, then how many.
    pub fn words(&self) -> String {
        let (missed, all) = (self.missed.len(), self.missed.len() + self.met as usize);
        if missed == 0 {
            return format!("all {all} bars are met");
        }
        format!("  missed: {}\n{missed} of {all} bars are missed", self.missed.join("\n  missed: "))
    }
}
