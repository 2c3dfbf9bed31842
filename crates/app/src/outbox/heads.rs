//! 記録の末尾の控え as a mail: once a day to お知らせの宛先, so that an older end of the log stands where whoever has the machine
//! cannot reach it. It tells nothing but numbers and hashes.

use calendar::{Time, in_utc};
use serde_json::{Value, json};
use store::{
    Db, StoreError,
    outbox::{self, JobKind},
};

use super::{Enclosure, MailFault, queue};
use crate::{Outside, heads};

/// Queues today's heads, of each office once; how many. Without a mail server or a key nothing is queued.
pub fn queue_heads(db: &Db, outside: &Outside) -> Result<usize, StoreError> {
    if outside.mail.is_none() || outside.head_key.is_none() {
        return Ok(0);
    }
    let Some(midnight) = in_utc((outside.today)(), Time::midnight()) else { return Ok(0) };
    let mut queued = 0;
    for office in db.read_now(outbox::offices_with_notice_address)? {
        let (outside, since) = (outside.clone(), midnight.clone());
        let done = db.write_now_in(office, move |tx| {
            if outbox::was_queued_since(tx, office, JobKind::Head, &since)? {
                return Ok::<_, StoreError>(false);
            }
            let Some(head) = heads::head_of(tx, &outside, office)? else { return Ok(false) };
            queue(tx, &outside, office, JobKind::Head, (&json!({ "head": head }), "プログラム"))
        })?;
        queued += usize::from(done);
    }
    Ok(queued)
}

/// 件名.
const SUBJECT: &str = "みまもり: 記録の末尾の控え";
const TEXT: &str = "みまもりの記録の末尾の控えです。添付のファイルを、このまま残しておいてください。\n\n\
    記録が作り直されたり、終わりが切り取られたりしていないかを、サーバーで\n\
    mimamori verify --against （添付のファイル）\nを実行して確かめられます。\n\
    このメールには、利用者のことは何も書かれていません。毎日1通送ります。\n";

/// 件名, text and the head as `verify --against` reads it.
pub(super) fn parts(body: &Value) -> Result<(String, String, Enclosure), MailFault> {
    let head: heads::Head =
        serde_json::from_value(body.get("head").cloned().unwrap_or_default()).map_err(|_| MailFault::Unwritable)?;
    let bytes = serde_json::to_vec_pretty(&[head]).map_err(|_| MailFault::Unwritable)?;
    let (name, content_type) = ("head.json".to_owned(), "application/json".to_owned());
    Ok((SUBJECT.to_owned(), TEXT.to_owned(), Enclosure { name, content_type, bytes }))
}
