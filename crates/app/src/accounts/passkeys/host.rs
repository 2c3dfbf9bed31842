//! 名前: under which name the program is open. A passkey is good for one name alone, which browsers take over TLS (or on the machine
//! itself) and never as an address.

use std::net::IpAddr;

use webauthn_rp::request::{AsciiDomain, DomainOrigin, Port, RpId, Scheme};

/// The name of the machine itself, with which browsers are content without TLS.
const LOCAL: &str = "localhost";

/// A name under which passkeys can be made and used.
#[derive(Clone, Debug)]
pub struct PasskeyHost {
    domain: AsciiDomain,
    local: bool,
}

/// Why passkeys are not offered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPasskeys {
    /// The program is open under an address of numbers.
    Address,
    /// The connection is not closed by TLS.
    NoTls,
    /// The server was not told that this is its name.
    NotNamed,
}

impl NoPasskeys {
    /// For the page.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Address => {
                "パスキーは、数字のアドレス（192.168.… など）で開いているときは使えません。名前のアドレス（https://…）で開いてください"
            }
            Self::NoTls => "パスキーは、https:// で開いているときだけ使えます",
            Self::NotNamed => {
                "パスキーを使うには、このアドレスの名前をサーバーに設定しておく必要があります。システムの担当者に伝えてください（serve --host）"
            }
        }
    }
}

impl PasskeyHost {
    /// The name that the browser asked for (without a port), over TLS or not; `named`: whether it is one of the server's own.
    pub fn of(name: &str, tls: bool, named: bool) -> Result<Self, NoPasskeys> {
        let name = name.trim_end_matches('.');
        if name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
            return Err(NoPasskeys::Address);
        }
        let domain = AsciiDomain::try_from(name.to_owned()).map_err(|_| NoPasskeys::NotNamed)?;
        let local = domain.as_ref() == LOCAL;
        match (local || tls, named) {
            (false, _) => Err(NoPasskeys::NoTls),
            (true, false) => Err(NoPasskeys::NotNamed),
            (true, true) => Ok(Self { domain, local }),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.domain.as_ref()
    }

    pub(super) fn rp_id(&self) -> RpId {
        RpId::Domain(self.domain.clone())
    }

    /// Where the browser may say that it was asked. The port takes no part: a proxy need not hand it on, and a cookie does not know it.
    pub(super) fn origins(&self) -> Vec<DomainOrigin<'static, '_>> {
        let closed = DomainOrigin::new_ignore_port(self.name());
        let open = DomainOrigin { scheme: Scheme::Other("http"), host: self.name(), port: Port::Any };
        if self.local { vec![closed, open] } else { vec![closed] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_tls_or_the_machine_itself_and_no_address() {
        let of = |name, tls, named| PasskeyHost::of(name, tls, named).map(|host| host.name().to_owned());
        assert_eq!(of("Mimamori.example.jp.", true, true).as_deref(), Ok("mimamori.example.jp"));
        assert_eq!(of("localhost", false, true).as_deref(), Ok("localhost"));
        assert_eq!(of("mimamori.example.jp", false, true), Err(NoPasskeys::NoTls));
        assert_eq!(of("mimamori.example.jp", true, false), Err(NoPasskeys::NotNamed));
        for address in ["127.0.0.1", "[::1]", "192.168.1.20"] {
            assert_eq!(of(address, true, true), Err(NoPasskeys::Address), "{address}");
        }
        assert_eq!(of("", true, true), Err(NoPasskeys::NotNamed));
    }
}
