//! 国保連の請求ファイル: any bytes are a file or a fault with its line; a file that was read is written, and read again the same.
#![no_main]

use claim_file::{decode, encode};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = decode(bytes) else { return };
    // What the field tables refuse to write was refused to be read, but for texts that a file may have longer than ours.
    if let Ok(again) = encode(&file) {
        assert_eq!(decode(&again).as_ref(), Ok(&file));
    }
});
