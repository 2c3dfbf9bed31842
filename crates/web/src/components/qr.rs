//! A QR code as an inline drawing: one path, no file, nothing from elsewhere.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode as Modules};

/// Modules of white around it, as scanners want them.
const QUIET: usize = 4;

/// A QR code.
#[derive(Clone, Debug)]
pub struct QrCode {
    /// Modules of a side, with the white around them.
    pub side: usize,
    /// The black modules, as the path of a drawing.
    pub path: String,
}

impl QrCode {
    /// The code of a text; none where it is too long for any.
    pub fn of(text: &str) -> Option<Self> {
        let modules = Modules::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = modules.width();
        let mut path = String::new();
        for (place, _) in modules.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            let (row, column) = (place.checked_div(width)?, place.checked_rem(width)?);
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_white_around_it() {
        let code = QrCode::of("otpauth://totp/mimamori:kanri?secret=ABCD&issuer=mimamori").unwrap();
        assert!(code.side > 30 && code.path.starts_with("M4 4h1v1h-1z"), "{}", code.path);
        assert!(QrCode::of(&"x".repeat(5_000)).is_none());
    }
}
