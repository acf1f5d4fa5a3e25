//! Slips of the keyboard in an address: noticed, told, and never corrected by us.

use strsim::damerau_levenshtein;

/// Where most people have their mail.
const COMMON: [&str; 19] = [
    "aol.com",
    "btinternet.com",
    "gmail.com",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.co.uk",
    "live.com",
    "me.com",
    "msn.com",
    "nhs.net",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "sky.com",
    "talktalk.net",
    "yahoo.co.uk",
    "yahoo.com",
];
/// Real ones that look like a slip in one of those.
const REAL: [&str; 12] = [
    "aim.com",
    "email.com",
    "gmx.com",
    "gmx.net",
    "live.ie",
    "mail.com",
    "mac.com",
    "rocketmail.com",
    "sky.co.uk",
    "yahoo.ca",
    "yahoo.ie",
    "ymail.com",
];

/// The address that was probably meant, if the end of `email` is one or two slips away from where most people have their mail.
pub fn likely_meant(email: &str) -> Option<String> {
    let (name, domain) = email.rsplit_once('@')?;
    let domain = domain.to_lowercase();
    if name.is_empty() || COMMON.contains(&domain.as_str()) || REAL.contains(&domain.as_str()) {
        return None;
    }
    let slips = |known: &str| damerau_levenshtein(&domain, known);
    let nearest = COMMON.into_iter().min_by_key(|known| slips(known))?;
    // Short ends have many real neighbours, so one slip is all that they are given.
    let allowed = if nearest.len() < 9 { 1 } else { 2 };
    (slips(nearest) <= allowed).then(|| format!("{name}@{nearest}"))
}
