//! 試しの制限: a try is counted before the hash is made, so that a burst of tries tests no more than a row of them. Counted
//! are the login and the network; for a device on which the person signed in before, the device alone, so that a stranger
//! locks nobody out. After a quarter of an hour from the first try they are forgotten.

use std::net::{IpAddr, Ipv6Addr};

use domain::id::UserId;
use store::{
    StoreError, Tx,
    tries::{self, Window},
};

use super::session::{AHEAD_MINUTES, shifted};
use crate::{limits, sha256_hex};

/// What tries are counted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    hash: String,
    most: i64,
    /// Whether many people share it: one who was right says nothing about the others.
    shared: bool,
}

impl Subject {
    /// A login, by its hash, known or not.
    pub(super) fn login(login_hash: &str) -> Self {
        Self { hash: sha256_hex(format!("login {login_hash}")), most: limits::TRIES, shared: false }
    }

    /// A network.
    pub(super) fn network(address: IpAddr) -> Self {
        Self { hash: sha256_hex(format!("network {}", network(address))), most: limits::NETWORK_TRIES, shared: true }
    }

    /// A device on which the person signed in before.
    pub(super) fn device(pass_hash: &str) -> Self {
        Self { hash: sha256_hex(format!("device {pass_hash}")), most: limits::DEVICE_TRIES, shared: false }
    }

    /// The second factor of an account.
    pub(super) fn factor(user: UserId) -> Self {
        Self { hash: sha256_hex(format!("factor {user}")), most: limits::TRIES, shared: false }
    }

    /// The proof of who one is, in a session.
    pub(super) fn proof(user: UserId) -> Self {
        Self { hash: sha256_hex(format!("proof {user}")), most: limits::TRIES, shared: false }
    }
}

/// What counts as one network: an IPv4 address, or an IPv6 network, because one line has as many addresses as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// How a try stands after it was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Whether it has to wait.
    pub blocked: bool,
    /// Whether it is the first that has to: what is told about it is told once.
    pub first: bool,
}

/// Counts a try for all its subjects.
pub(super) fn count(tx: &mut Tx, subjects: &[Subject], now: &str) -> Result<Counted, StoreError> {
    let (from, to) = (shifted(now, -limits::TRY_MINUTES), shifted(now, AHEAD_MINUTES));
    let window = Window { from: &from, to: &to, now };
    let mut counted = Counted::default();
    for subject in subjects {
        let tries = tries::count(tx, &subject.hash, window)?;
        counted.first |= !counted.blocked && tries == subject.most + 1;
        counted.blocked |= tries > subject.most;
    }
    tries::prune(tx, window, limits::TRY_SUBJECTS)?;
    Ok(counted)
}

/// Forgets the tries of a login, a device or a code: the last one was right. That of a network alone is taken back.
pub(super) fn forget(tx: &mut Tx, subjects: &[Subject]) -> Result<(), StoreError> {
    for subject in subjects {
        if subject.shared {
            tries::give_back(tx, &subject.hash)?;
        } else {
            tries::forget(tx, &subject.hash)?;
        }
    }
    Ok(())
}

/// Lifts what is counted for an account: its login, its second factor, its proofs. Whether anything was counted.
pub(super) fn lift(tx: &mut Tx, login: &str, user: UserId) -> Result<bool, StoreError> {
    let mut lifted = false;
    for subject in [Subject::login(&sha256_hex(login)), Subject::factor(user), Subject::proof(user)] {
        lifted |= tries::forget(tx, &subject.hash)?;
    }
    Ok(lifted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let subject = |address: &str| Subject::network(address.parse().unwrap());
        assert_eq!(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::9"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:192.0.2.7"), subject("192.0.2.7"));
        assert_ne!(subject("192.0.2.7"), subject("192.0.2.8"));
    }
}
