//! The policies that this program has, and the adoption of one of them.

use std::sync::LazyLock;

use crate::db::Instant;
use crate::error::Error;
use crate::opportunities::PolicyKey;
use crate::prioritisation::Policy;

/// A policy that new rounds got from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// Its number.
    pub id: i64,
    /// The policy, by name and by its exact bytes.
    pub policy: PolicyKey,
    /// Why, in the words of whoever adopted it.
    pub reason: String,
    /// When; nothing for the policy that was in force from the start.
    pub adopted_at: Option<Instant>,
    /// The name of the round on which it was compared with the one before.
    pub compared_on: Option<String>,
}

/// A policy to adopt.
#[derive(Clone, Copy, Debug)]
pub struct NewAdoption<'a> {
    /// The number of the adoption that it takes the place of.
    pub replaces: i64,
    /// The policy.
    pub policy: &'a PolicyKey,
    /// The round on which its effects were looked at.
    pub previewed_round: i64,
    /// Why, in the person's own words.
    pub reason: &'a str,
    /// Who adopts it.
    pub by: i64,
}

/// Every policy that comes with the program.
///
/// # Errors
/// `Internal` if a shipped file is wrong, which no release is.
pub fn shipped() -> Result<Vec<Policy>, Error> {
    Policy::built_in().map_err(|problems| Error::internal(format!("{} problems in the shipped policies", problems.len())))
}

/// The shipped policy with these exact bytes.
///
/// # Errors
/// `Internal` if this program does not have it: a published version never changes, and its bytes are its name.
pub fn with_key(key: &PolicyKey) -> Result<Policy, Error> {
    let found = shipped()?.into_iter().find(|policy| policy.sha256_hex() == key.sha256);
    found.ok_or_else(|| missing(key))
}

/// The exact text of the shipped policy with this key.
///
/// # Errors
/// As [`with_key`].
pub fn text_of(key: &PolicyKey) -> Result<&'static str, Error> {
    file_with(&key.sha256).map(|(_, text)| text).ok_or_else(|| missing(key))
}

fn missing(key: &PolicyKey) -> Error {
    Error::internal(format!("policy {} {} is not in this program", key.id, key.version))
}

/// The choices that somebody may list under each shipped policy, by the policy's hash; read once.
static MOST_CHOICES: LazyLock<Vec<(String, usize)>> = LazyLock::new(|| {
    let policies = Policy::built_in().unwrap_or_default();
    policies.iter().map(|policy| (policy.sha256_hex(), policy.max_choices)).collect()
});

/// How many placements somebody can choose in a round under the policy with this hash; nothing for one that this program does not have.
pub fn most_choices(sha256: &str) -> Option<usize> {
    MOST_CHOICES.iter().find(|(known, _)| known == sha256).map(|(_, most)| *most)
}

/// Name and text of the shipped file whose policy has this hash.
fn file_with(sha256: &str) -> Option<(&'static str, &'static str)> {
    let has = |name: &str, text: &str| Policy::parse(name, text.as_bytes()).is_ok_and(|policy| policy.sha256_hex() == sha256);
    Policy::shipped_files().iter().copied().find(|(name, text)| has(name, text))
}

/// The shipped policy with this name, as [`name_of`] makes it.
///
/// # Errors
/// `NotFound` if there is none.
pub fn named(name: &str) -> Result<Policy, Error> {
    shipped()?.into_iter().find(|policy| name_of(policy) == name).ok_or(Error::NotFound)
}

/// The name of the file with a shipped policy's exact bytes, under which it is published.
pub fn file_of(policy: &Policy) -> Option<&'static str> {
    file_with(&policy.sha256_hex()).map(|(name, _)| name)
}

/// What stands for a policy in addresses: its id and its version.
pub fn name_of(policy: &Policy) -> String {
    format!("{}-{}", policy.id, policy.version)
}

/// What rounds and records keep of a policy.
pub fn key_of(policy: &Policy) -> PolicyKey {
    PolicyKey {
        id: policy.id.clone(),
        version: policy.version.clone(),
        sha256: policy.sha256_hex(),
    }
}
