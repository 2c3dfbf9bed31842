//! HTTPS in the program itself: the certificate and its key from two files, looked at again each minute, so that a renewed certificate is
//! taken without a restart.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, bail};
use clap::Args;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Where the certificate lies.
#[derive(Args, Clone, Debug)]
pub struct TlsArgs {
    /// HTTPSの証明書（PEM。中間証明書も続けて入れる）。更新されると、1分以内に読み直す
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// その秘密鍵（PEM。所有者だけが読めるファイル）
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl TlsArgs {
    /// What the server needs to speak TLS; none where no certificate is named.
    pub fn load(&self) -> anyhow::Result<Option<Tls>> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        Tls::load(certificate, key).map(Some)
    }
}

/// TLS with a certificate that may be renewed.
#[derive(Clone, Debug)]
pub struct Tls {
    config: Arc<ServerConfig>,
    renewed: Arc<Renewed>,
}

impl Tls {
    fn load(certificate: &Path, key: &Path) -> anyhow::Result<Self> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let renewed = Arc::new(Renewed { held: RwLock::new((files.changed(), files.read()?)), files });
        let provider = Arc::new(ring::default_provider());
        let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let resolver: Arc<dyn ResolvesServerCert> = renewed.clone();
        let mut config = versions.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), renewed })
    }

    /// What connections are opened with.
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// Looks at the files until the program ends.
    pub async fn keep_renewed(self) {
        loop {
            tokio::time::sleep(LOOK).await;
            self.renewed.look();
        }
    }
}

/// The two files.
#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    /// When each was last changed; nothing where it cannot be said.
    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.certificate, &self.key].map(|path| fs::metadata(path).and_then(|it| it.modified()).ok())
    }

    /// Reads both: they have to belong together, and others must not read the key.
    fn read(&self) -> anyhow::Result<Arc<CertifiedKey>> {
        let shown = self.key.display();
        let mode = fs::metadata(&self.key).with_context(|| format!("秘密鍵を読めません: {shown}"))?.mode();
        if mode & 0o007 != 0 {
            bail!("秘密鍵をほかの人も読めます: {shown}（chmod 600 で所有者だけにしてください）");
        }
        let of = self.certificate.display();
        let chain = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| format!("証明書を読めません: {of}"))?;
        if chain.is_empty() {
            bail!("証明書がありません: {of}");
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).with_context(|| format!("秘密鍵を読めません: {shown}"))?;
        let whole = CertifiedKey::from_der(chain, key, &ring::default_provider());
        Ok(Arc::new(whole.with_context(|| format!("証明書と秘密鍵が組になっていません: {of}、{shown}"))?))
    }
}

/// The certificate as it was read last, and when its files had been changed then.
#[derive(Debug)]
struct Renewed {
    files: Files,
    held: RwLock<([Option<SystemTime>; 2], Arc<CertifiedKey>)>,
}

impl Renewed {
    /// Reads the files anew where they changed. What cannot be read leaves the old certificate, and is tried again.
    fn look(&self) {
        let changed = self.files.changed();
        if self.held.read().unwrap_or_else(PoisonError::into_inner).0 == changed {
            return;
        }
        match self.files.read() {
            Ok(read) => *self.held.write().unwrap_or_else(PoisonError::into_inner) = (changed, read),
            Err(fault) => tracing::warn!(fault = %fault, "the renewed certificate cannot be read, the old one stays"),
        }
    }
}

impl ResolvesServerCert for Renewed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).1))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    const CERTIFICATE: &[u8] = include_bytes!("mail/certificates/server.pem");
    const KEY: &[u8] = include_bytes!("mail/certificates/server-key.pem");

    fn files(folder: &Path, key: &[u8], mode: u32) -> (PathBuf, PathBuf) {
        let (certificate, path) = (folder.join("cert.pem"), folder.join("key.pem"));
        fs::write(&certificate, CERTIFICATE).unwrap();
        fs::write(&path, key).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (certificate, path)
    }

    fn refused(key: &[u8], mode: u32) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = files(folder.path(), key, mode);
        Tls::load(&certificate, &key).unwrap_err().to_string()
    }

    #[test]
    fn a_key_of_another_certificate_or_that_others_read_is_refused() {
        assert!(refused(KEY, 0o644).contains("chmod 600"));
        assert!(refused(b"x", 0o600).contains("秘密鍵を読めません"));
        let other = rcgen::KeyPair::generate().unwrap().serialize_pem();
        assert!(refused(other.as_bytes(), 0o600).contains("組になっていません"));
    }

    #[test]
    fn a_renewed_certificate_is_taken_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = files(folder.path(), KEY, 0o600);
        let tls = Tls::load(&certificate, &key).unwrap();
        let held = || tls.renewed.held.read().unwrap().1.cert.first().unwrap().to_vec();
        let first = held();
        let later = |text: &[u8], path: &Path, seconds: u64| {
            fs::write(path, text).unwrap();
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(SystemTime::now() + Duration::from_secs(seconds)).unwrap();
            tls.renewed.look();
        };
        later(b"broken", &certificate, 5);
        assert_eq!(held(), first);
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        later(made.signing_key.serialize_pem().as_bytes(), &key, 10);
        later(made.cert.pem().as_bytes(), &certificate, 15);
        assert_eq!(held(), made.cert.der().to_vec());
    }
}
