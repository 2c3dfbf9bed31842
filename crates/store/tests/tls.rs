//! PostgreSQL over TLS: a real server with a certificate of the test's own, asked in each way that people know.

#![expect(clippy::unwrap_used, reason = "tests")]

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use store::{Db, Fault, Location, StoreError};
use testkit::PostgresServer;

/// An authority: its certificate, and that of a server called `localhost` with its key.
fn authority() -> (String, String, String) {
    let (key, mut params) = (KeyPair::generate().unwrap(), CertificateParams::new(Vec::new()).unwrap());
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).unwrap().pem();
    let own = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = server.signed_by(&own, &Issuer::new(params, key)).unwrap().pem();
    (root, certificate, own.serialize_pem())
}

/// Whether TLS is spoken, or what came in the way.
fn is_tls(url: String) -> Result<bool, StoreError> {
    let db = Db::open(&Location::Postgres(url), 1)?;
    let sql = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    db.read_now(move |tx| tx.one(sql, &[], |row| row.next::<bool>()))
}

fn refused(url: String) -> String {
    let error = is_tls(url).unwrap_err();
    assert_eq!(error.fault(), Some(Fault::Connection), "{error}");
    error.to_string()
}

#[test]
fn a_server_shows_who_it_is_as_far_as_it_is_asked_to() {
    let ((root, certificate, key), (other_root, ..)) = (authority(), authority());
    let settings = "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'";
    let files = [("server.crt", certificate.as_str()), ("server.key", key.as_str())];
    let Some(server) = PostgresServer::start(settings, &files) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (right, wrong) = (file("ca.pem", &root), file("other.pem", &other_root));

    assert!(!is_tls(server.url("localhost", "")).unwrap(), "on this machine nobody asked for it");
    assert!(!is_tls(server.url("localhost", "sslmode=disable")).unwrap());
    for mode in ["prefer", "require"] {
        assert!(is_tls(server.url("localhost", &format!("sslmode={mode}"))).unwrap(), "{mode}");
        assert!(is_tls(server.url("127.0.0.1", &format!("sslmode={mode}"))).unwrap(), "{mode}: no name is compared");
    }
    for mode in ["require", "verify-ca", "verify-full"] {
        let asked = |root: &str| format!("sslmode={mode}&sslrootcert={root}");
        assert!(is_tls(server.url("localhost", &asked(&right))).unwrap(), "{mode}");
        let told = refused(server.url("localhost", &asked(&wrong)));
        assert!(told.contains("certificate"), "{mode}: {told}");
    }
    let asked = |mode: &str| format!("sslmode={mode}&sslrootcert={right}");
    assert!(is_tls(server.url("127.0.0.1", &asked("verify-ca"))).unwrap(), "of another name, and signed");
    let told = refused(server.url("127.0.0.1", &asked("verify-full")));
    assert!(told.contains("certificate"), "{told}");
    assert!(is_tls(server.url("localhost", &format!("sslrootcert={right}"))).unwrap(), "roots alone mean verify-full");
    assert!(refused(server.url("127.0.0.1", &format!("sslrootcert={right}"))).contains("certificate"));
    // The certificates of the machine do not vouch for it.
    assert!(refused(server.url("localhost", "sslmode=verify-full")).contains("certificate"));
    assert!(refused(server.url("localhost", "sslmode=verify-full&sslrootcert=/nowhere.pem")).contains("/nowhere.pem"));
}

#[test]
fn a_server_without_tls_is_taken_only_where_none_is_demanded() {
    let Some(server) = PostgresServer::start("", &[]) else { return };
    for mode in ["disable", "prefer"] {
        assert!(!is_tls(server.url("127.0.0.1", &format!("sslmode={mode}"))).unwrap(), "{mode}");
    }
    for mode in ["require", "verify-ca", "verify-full"] {
        let told = refused(server.url("127.0.0.1", &format!("sslmode={mode}")));
        assert!(told.contains("TLS"), "{mode}: {told}");
    }
    assert!(refused(server.url("127.0.0.1", "sslmode=sometimes")).contains("verify-full"));
}
