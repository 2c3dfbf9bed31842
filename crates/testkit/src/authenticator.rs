//! A telephone with passkeys, in software: it makes keys (ES256) and answers as a browser hands it on.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as B64};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// One key of a device.
pub struct Authenticator {
    pair: EcdsaKeyPair,
    /// The number that the device gave the key.
    pub credential: Vec<u8>,
    /// How often it was used; 0 in what it tells where it does not count.
    pub count: AtomicU32,
    /// Whether the person shows who she is.
    pub verifies: bool,
}

impl Authenticator {
    /// A device whose key has this number.
    pub fn new(credential: &[u8]) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).expect("a key");
        Self { pair, credential: credential.to_vec(), count: AtomicU32::new(1), verifies: true }
    }

    /// The number of the key as it is kept.
    pub fn number(&self) -> String {
        B64.encode(&self.credential)
    }

    /// What a browser at `origin` brings back when it is asked to make a key.
    pub fn make(&self, told: &Value, origin: &str) -> Value {
        let data = client_data("webauthn.create", told, origin);
        let mut auth = self.head(told.pointer("/rp/id"), 0x40);
        auth.extend([0; 16]);
        auth.extend(u16::try_from(self.credential.len()).expect("a short number").to_be_bytes());
        auth.extend(&self.credential);
        auth.extend(self.cose());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(auth.len()).expect("short"));
        object.extend(&auth);
        json!({
            "id": self.number(),
            "type": "public-key",
            "response": { "clientDataJSON": B64.encode(data), "attestationObject": B64.encode(object) },
        })
    }

    /// What a browser at `origin` brings back when it is asked for a proof.
    pub fn prove(&self, told: &Value, origin: &str) -> Value {
        let data = client_data("webauthn.get", told, origin);
        let auth = self.head(told.get("rpId"), 0);
        let signed = [auth.as_slice(), Sha256::digest(&data).as_slice()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        json!({
            "id": self.number(),
            "type": "public-key",
            "response": {
                "clientDataJSON": B64.encode(data),
                "authenticatorData": B64.encode(auth),
                "signature": B64.encode(signature.as_ref()),
            },
        })
    }

    /// Name of the site, flags (somebody is there; she showed who she is), count.
    fn head(&self, name: Option<&Value>, more: u8) -> Vec<u8> {
        let name = name.and_then(Value::as_str).expect("the name of the site");
        let flags = 0x01 | more | if self.verifies { 0x04 } else { 0 };
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        [Sha256::digest(name).as_slice(), &[flags], &count.to_be_bytes()].concat()
    }

    /// The public key as CBOR: EC2, ES256, P-256, x, y.
    fn cose(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let (x, y) = point.get(1..).expect("an uncompressed point").split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
    }
}

fn client_data(kind: &str, told: &Value, origin: &str) -> Vec<u8> {
    let challenge = told.get("challenge").and_then(Value::as_str).expect("a challenge");
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#).into_bytes()
}
