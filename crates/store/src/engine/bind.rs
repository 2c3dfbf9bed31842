//! Values bound to `$1`, `$2`, …: text, whole numbers, booleans and bytes, each with its type even when it is NULL.

use std::borrow::Cow;

use calendar::{Date, YearMonth};
use domain::id::{
    AttachmentId, BreachId, CaseId, CertificateId, ClaimId, ClientId, ClosingId, DeletionId, FactId, FileId, GrantId,
    IntakeId, JobId, NoticeId, OfficeId, OpeningId, OperationId, OrganisationId, ProviderId, RoundId, SpecialistId,
    UserId,
};
use uuid::Uuid;

/// The type of a parameter; PostgreSQL has to be told it for `$1 is null` and `$1 + 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Int,
    /// A truth value.
    Bool,
    /// Bytes.
    Bytes,
}

/// A value on its way to the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// NULL, of this type.
    Null(Kind),
}

impl Value<'_> {
    /// The type.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Int(_) => Kind::Int,
            Self::Bool(_) => Kind::Bool,
            Self::Bytes(_) => Kind::Bytes,
            Self::Null(kind) => *kind,
        }
    }
}

/// A value that can be bound to a parameter.
pub trait Bind {
    /// The value as the engines know it.
    fn value(&self) -> Value<'_>;

    /// The type, for a value that is not there.
    fn kind() -> Kind
    where
        Self: Sized;

    /// The person whose rows the value asks for.
    fn person(&self) -> Option<Uuid> {
        None
    }
}

/// Binds whose value is made by one expression.
macro_rules! binds {
    ($($kind:ident: $($ty:ty)*, |$this:ident| $value:expr;)*) => {$($(
        impl Bind for $ty {
            fn value(&self) -> Value<'_> {
                let $this = self;
                Value::$kind($value)
            }

            fn kind() -> Kind {
                Kind::$kind
            }
        }
    )*)*};
}

binds! {
    Text: &str, |text| Cow::Borrowed(*text);
    Text: String, |text| Cow::Borrowed(text.as_str());
    Int: i64, |number| *number;
    Int: i32 u32 u16 u8, |number| i64::from(*number);
    Bool: bool, |yes| *yes;
    Bytes: &[u8], |bytes| Cow::Borrowed(*bytes);
    Bytes: Vec<u8>, |bytes| Cow::Borrowed(bytes.as_slice());
    Text: Date Uuid, |it| Cow::Owned(it.to_string());
    Int: YearMonth, |month| i64::from(month.number());
    Text: AttachmentId BreachId CaseId CertificateId ClaimId ClosingId FactId FileId GrantId DeletionId JobId NoticeId OfficeId OpeningId OperationId
        OrganisationId ProviderId RoundId SpecialistId UserId,
        |id| Cow::Owned(id.to_string());
}

/// Binds that name a person.
macro_rules! persons {
    ($($ty:ty)*) => {$(
        impl Bind for $ty {
            fn value(&self) -> Value<'_> {
                Value::Text(Cow::Owned(self.to_string()))
            }

            fn kind() -> Kind {
                Kind::Text
            }

            fn person(&self) -> Option<Uuid> {
                Some(self.0)
            }
        }
    )*};
}

persons! { ClientId IntakeId }

impl<T: Bind> Bind for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null(T::kind()), Bind::value)
    }

    fn kind() -> Kind {
        T::kind()
    }

    fn person(&self) -> Option<Uuid> {
        self.as_ref().and_then(Bind::person)
    }
}

impl<T: Bind> Bind for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }

    fn kind() -> Kind {
        T::kind()
    }

    fn person(&self) -> Option<Uuid> {
        (**self).person()
    }
}
