//! Several instances on one Postgres, behind HAProxy (docs/operations.md): nothing that one of them knows is missing in another.

mod cluster;
mod fleet;
mod killed;
mod replica;
mod rolling;
mod together;

/// How many instances there are: two, and as many as `PRACTISE_INSTANCES` says in the long form (`make instances`).
fn how_many() -> usize {
    std::env::var("PRACTISE_INSTANCES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(2)
}

/// In the long form everything happens this many times as often.
fn longer() -> usize {
    if how_many() > 2 { 10 } else { 1 }
}
