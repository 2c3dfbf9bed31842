//! Which mark a paper takes: the one that comes next, on no day before it was there.

use calendar::{Date, wareki};

use super::{Paper, PaperMark, PaperState};

/// Why a paper takes no mark, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkRefusal {
    /// Another mark comes next, or none.
    NotNext(String),
    /// The paper was not there on the day.
    TooEarly(String),
}

impl Paper {
    /// Whether the mark can be set on the day.
    pub fn refuses(&self, mark: PaperMark, on: Date) -> Option<MarkRefusal> {
        let name = self.key.paper.label();
        let leaves_out = mark == PaperMark::NotNeeded;
        let taken = if leaves_out { self.key.paper.may_be_left_out() } else { self.next == Some(mark) };
        if self.state == PaperState::Done {
            return Some(MarkRefusal::NotNext(format!("「{name}」は、もう済んでいます。")));
        }
        if !taken {
            let sentence = match self.next {
                _ if leaves_out => format!("「{name}」は要る書類なので、「{}」にはできません。", mark.label()),
                Some(next) => format!("「{name}」に次に付ける印は「{}」です。", next.label()),
                None => format!("「{name}」は、行の「記録する」から記録すると自動で進みます。"),
            };
            return Some(MarkRefusal::NotNext(sentence));
        }
        (!leaves_out && on < self.since).then(|| {
            let done = if mark == PaperMark::Sent { "印刷したのは" } else { "できたのは" };
            let since = wareki::long(self.since);
            MarkRefusal::TooEarly(format!("「{name}」が{done}{since}です。それより前の日付は付けられません。"))
        })
    }
}
