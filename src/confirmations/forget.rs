//! Forgetting whom an applicant named, and what they said: that they were asked, and when, stays.

use diesel::prelude::*;

use super::model::Kind;
use crate::db::schema::confirmation;
use crate::error::Error;
use crate::tx::Tx;
use crate::{links, mail};

/// Empties the names, addresses and answers of an application's confirmations, ends their links, and forgets the letters that carried those.
pub fn forget(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    let of_application = || confirmation::table.filter(confirmation::application_id.eq(application_id));
    let asked: Vec<(i64, Kind)> = of_application().select((confirmation::id, confirmation::kind)).load(tx.db)?;
    for (id, kind) in asked {
        let sent = links::about(tx.db, kind.purpose(), &[id])?;
        mail::forget_linked(tx, &sent)?;
        links::forget(tx, &sent)?;
    }
    diesel::update(of_application())
        .set((
            confirmation::name.eq(""),
            confirmation::email.eq(""),
            confirmation::relationship.eq(""),
            confirmation::answered_name.eq(None::<String>),
            confirmation::answered_relationship.eq(None::<String>),
            confirmation::answers.eq(None::<String>),
            confirmation::address_prefix.eq(None::<String>),
        ))
        .execute(tx.db)?;
    Ok(())
}
