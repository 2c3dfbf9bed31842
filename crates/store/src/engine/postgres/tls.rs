//! The way to the server: `sslmode` and `sslrootcert` of the URL, with the meaning that people know from libpq, and the
//! certificates a server is compared with. tokio-postgres knows the first three modes alone, so both are read here.

use std::{net::IpAddr, sync::Arc};

use percent_encoding::percent_decode_str;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Fault, StoreError, fault};

/// How far a server has to show who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// No TLS.
    Disable,
    /// TLS where the server has it; nothing is compared.
    Prefer,
    /// TLS, or no connection; nothing is compared.
    Require,
    /// The certificate comes from one that is trusted, whatever name it bears.
    VerifyCa,
    /// And it bears the name that was asked for.
    VerifyFull,
}

/// Reads the URL: what to connect to, and how TLS is spoken there.
///
/// Where the URL names no mode, a server on this machine is spoken to without TLS, and one on another machine has to
/// show a certificate of its name (`verify-full`): nothing of a client goes over a network in the open unless somebody
/// wrote so.
pub(super) fn read(url: &str) -> Result<(Config, MakeRustlsConnect), StoreError> {
    let (rest, [mode, roots]) = take(url, ["sslmode", "sslrootcert"])?;
    let mut config: Config = rest.parse().map_err(fault)?;
    let mode = mode_of(&config, mode.as_deref(), roots.is_some())?;
    config.ssl_mode(match mode {
        Mode::Disable => SslMode::Disable,
        Mode::Prefer => SslMode::Prefer,
        Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
    });
    Ok((config, MakeRustlsConnect::new(client(mode, roots.as_deref())?)))
}

/// What the URL says, for PostgreSQL's own programs: server, `sslmode` and `sslrootcert` as libpq reads them. Where mimamori compares with what the
/// machine trusts, so do they (`system`, from libpq 16 on).
pub(crate) fn for_programs(url: &str) -> Result<(Config, &'static str, Option<String>), StoreError> {
    let (rest, [mode, roots]) = take(url, ["sslmode", "sslrootcert"])?;
    let config: Config = rest.parse().map_err(fault)?;
    let (word, compares) = match mode_of(&config, mode.as_deref(), roots.is_some())? {
        Mode::Disable => ("disable", false),
        Mode::Prefer => ("prefer", false),
        Mode::Require => ("require", false),
        Mode::VerifyCa => ("verify-ca", true),
        Mode::VerifyFull => ("verify-full", true),
    };
    let roots = roots.or_else(|| compares.then(|| "system".to_owned()));
    Ok((config, word, roots))
}

/// Takes the parameters of these names out of the URL.
fn take<const N: usize>(url: &str, names: [&str; N]) -> Result<(String, [Option<String>; N]), StoreError> {
    let mut taken = [const { None }; N];
    let Some((place, parameters)) = url.split_once('?') else { return Ok((url.to_owned(), taken)) };
    let mut others = Vec::new();
    for parameter in parameters.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let slot = names.iter().zip(&mut taken).find(|(wanted, _)| **wanted == name);
        let Some((_, slot)) = slot else {
            others.push(parameter);
            continue;
        };
        let value = percent_decode_str(value).decode_utf8().map_err(|_| wrong(format!("{name} is no UTF-8")))?;
        *slot = Some(value.into_owned());
    }
    let mark = if others.is_empty() { "" } else { "?" };
    Ok((format!("{place}{mark}{}", others.join("&")), taken))
}

fn mode_of(config: &Config, told: Option<&str>, has_roots: bool) -> Result<Mode, StoreError> {
    // Through a socket of the machine nothing travels; libpq, too, speaks no TLS there.
    if config.get_hosts().iter().all(is_socket) && config.get_hostaddrs().is_empty() {
        return Ok(Mode::Disable);
    }
    match told {
        None if !has_roots && is_here(config) => Ok(Mode::Disable),
        None | Some("verify-full") => Ok(Mode::VerifyFull),
        Some("disable") => Ok(Mode::Disable),
        Some("prefer" | "allow") => Ok(Mode::Prefer),
        // As with libpq: who names the certificates to trust wants them compared.
        Some("require") if has_roots => Ok(Mode::VerifyCa),
        Some("require") => Ok(Mode::Require),
        Some("verify-ca") => Ok(Mode::VerifyCa),
        Some(_) => Err(wrong("sslmode is one of disable, prefer, require, verify-ca, verify-full")),
    }
}

fn is_socket(host: &Host) -> bool {
    match host {
        Host::Tcp(_) => false,
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// Whether every server that is named runs on this machine.
fn is_here(config: &Config) -> bool {
    let here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        other => is_socket(other),
    };
    config.get_hosts().iter().all(here) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// What connections are opened with.
fn client(mode: Mode, roots: Option<&str>) -> Result<ClientConfig, StoreError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(error.to_string()))?;
    let compared = match mode {
        Mode::Disable | Mode::Prefer | Mode::Require => None,
        Mode::VerifyCa | Mode::VerifyFull => Some(
            WebPkiServerVerifier::builder_with_provider(Arc::new(trusted(roots)?), Arc::clone(&provider))
                .build()
                .map_err(|error| wrong(error.to_string()))?,
        ),
    };
    let verifier: Arc<dyn ServerCertVerifier> = match compared {
        Some(inner) if mode == Mode::VerifyFull => inner,
        compared => Arc::new(AnyName { compared, provider }),
    };
    let mut client = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    client.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(client)
}

/// The certificates that are trusted: those of a file (PEM), or those of the machine.
fn trusted(roots: Option<&str>) -> Result<RootCertStore, StoreError> {
    let mut store = RootCertStore::empty();
    let Some(path) = roots.filter(|path| *path != "system") else {
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if store.is_empty() {
            return Err(wrong("this machine trusts no certificate; name a file by sslrootcert"));
        }
        return Ok(store);
    };
    let unreadable = |error: &dyn std::fmt::Display| wrong(format!("sslrootcert {path} cannot be read: {error}"));
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        store.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if store.is_empty() {
        return Err(wrong(format!("sslrootcert {path} holds no certificate")));
    }
    Ok(store)
}

fn wrong(message: impl Into<String>) -> StoreError {
    StoreError::engine(Fault::Connection, message)
}

/// Compares a certificate with those that are trusted and passes over its name; without any it takes every
/// certificate (`require`), which keeps listeners out and nobody who stands in the middle. That the server holds the
/// certificate's key is compared in any case.
#[derive(Debug)]
struct AnyName {
    compared: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.compared else { return Ok(ServerCertVerified::assertion()) };
        match inner.verify_server_cert(certificate, between, name, ocsp, now) {
            // The name is what is looked at last: all else was right.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<Mode, String> {
        let (rest, [mode, roots]) = take(url, ["sslmode", "sslrootcert"]).unwrap();
        mode_of(&rest.parse().unwrap(), mode.as_deref(), roots.is_some()).map_err(|error| error.to_string())
    }

    #[test]
    fn without_a_word_another_machine_shows_who_it_is() {
        for (url, expected) in [
            ("postgres://u@127.0.0.1/d", Mode::Disable),
            ("postgres://u@localhost/d?connect_timeout=2", Mode::Disable),
            ("postgres://u@%2Frun%2Fpostgresql/d?sslmode=verify-full", Mode::Disable),
            ("postgres://u@localhost/d?sslrootcert=%2Fca.pem", Mode::VerifyFull),
            ("postgres://u@db.example.jp/d", Mode::VerifyFull),
            ("postgres://u@localhost,db.example.jp/d", Mode::VerifyFull),
            ("postgres://u@localhost/d?hostaddr=192.0.2.1", Mode::VerifyFull),
            ("postgres://u@db.example.jp/d?sslmode=disable", Mode::Disable),
            ("postgres://u@db.example.jp/d?sslmode=prefer", Mode::Prefer),
            ("postgres://u@db.example.jp/d?sslmode=require", Mode::Require),
            ("postgres://u@db.example.jp/d?sslmode=require&sslrootcert=ca.pem", Mode::VerifyCa),
            ("postgres://u@db.example.jp/d?sslmode=verify-ca", Mode::VerifyCa),
        ] {
            assert_eq!(mode(url), Ok(expected), "{url}");
        }
        assert!(mode("postgres://u@db.example.jp/d?sslmode=on").unwrap_err().contains("verify-full"));
    }

    #[test]
    fn the_other_parameters_stay() {
        let url = "postgres://u@h/d?sslmode=require&options=-c%20x%3Dy&sslrootcert=%2Fa%20b.pem&connect_timeout=3";
        let (rest, taken) = take(url, ["sslmode", "sslrootcert"]).unwrap();
        assert_eq!(rest, "postgres://u@h/d?options=-c%20x%3Dy&connect_timeout=3");
        assert_eq!(taken, [Some("require".to_owned()), Some("/a b.pem".to_owned())]);
    }

    #[test]
    fn a_file_without_a_certificate_is_told_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        for text in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            std::fs::write(&path, text).unwrap();
            let told = trusted(path.to_str()).unwrap_err().to_string();
            assert!(told.contains("ca.pem"), "{text}: {told}");
        }
        assert!(trusted(Some("/nowhere/ca.pem")).unwrap_err().to_string().contains("/nowhere/ca.pem"));
    }
}
