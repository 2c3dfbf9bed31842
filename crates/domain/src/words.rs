//! Enumerations with a stored word and a Japanese label: said once for each value, read back from the same list.

/// Gives an enumeration without fields its list `ALL`, its `word`, its `label` and `from_word`.
#[macro_export]
macro_rules! words {
    ($type:ident { $($variant:ident, $word:literal, $label:literal;)* }) => {
        impl $type {
            /// Every value, in the order in which screens offer them.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The word in the database, in forms and in exports.
            pub fn word(self) -> &'static str {
                match self { $($type::$variant => $word),* }
            }

            /// The Japanese label.
            pub fn label(self) -> &'static str {
                match self { $($type::$variant => $label),* }
            }

            /// The value of a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$variant),)* _ => None }
            }
        }
    };
}
