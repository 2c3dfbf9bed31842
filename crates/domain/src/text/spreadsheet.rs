//! 表計算の式: a cell that a spreadsheet would run gets an apostrophe before it when it goes out, and loses it when it
//! comes back. A cell that begins with an apostrophe gets a second one, so that each comes back as it was.

use std::borrow::Cow;

/// The cell as it may stand in a file that somebody opens in a spreadsheet.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_run(cell) || cell.starts_with('\'') { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before [`guarded`]. An apostrophe that guards nothing is the user's own and stays.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_run(rest) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

/// The signs with which a formula begins, also in full width, and the blanks that are skipped before them.
fn is_run(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_out_comes_back_unchanged() {
        for cell in
            ["=1+1", "+81", "-2+3", "@SUM(1)", "＝1", "'t Hooft", "''", "'", "'=1", "\t=1", "", "川崎 花子", "A-1"]
        {
            let out = guarded(cell);
            assert!(!out.starts_with(['=', '+', '-', '@', '＝', '\t']), "{out}");
            assert_eq!(unguarded(&out), cell);
        }
        // A hand's own apostrophe before a number is no guard.
        assert_eq!(unguarded("'0099"), "'0099");
    }
}
