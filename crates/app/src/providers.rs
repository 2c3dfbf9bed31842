//! サービス提供事業所の台帳: listed, registered, changed and ended; what points to it is named by it.

mod list_providers;
mod names;
mod provider_text;
mod save_provider;

pub use list_providers::{ProviderList, ProviderOrder, ProviderSearch, list_providers};
pub(crate) use names::Register;
pub use names::{ProviderChoice, UsedProvider, provider_choices};
pub use provider_text::ProviderText;
pub use save_provider::{ProviderPage, add_provider, provider, save_provider};
