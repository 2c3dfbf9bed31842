//! How many connections and requests there are, in all and from one address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::Caps;

/// Counts who is here.
#[derive(Clone)]
pub(super) struct Places {
    of_one: usize,
    of_all: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place that somebody has; given back when it is dropped.
pub(super) struct Place {
    places: Places,
    address: Option<IpAddr>,
    /// Whether it counts among all: a request has its connection's.
    counted: bool,
}

impl Places {
    pub(super) fn new(caps: &Caps) -> Self {
        Self { of_one: caps.of_one, of_all: caps.of_all, taken: Arc::default() }
    }

    /// A place for a connection; without an address (it is a proxy's) only all of them are counted.
    pub(super) fn connection(&self, from: Option<IpAddr>) -> Option<Place> {
        self.take(from, true)
    }

    /// A place for a request that came through a proxy.
    pub(super) fn request(&self, from: IpAddr) -> Option<Place> {
        self.take(Some(from), false)
    }

    fn take(&self, from: Option<IpAddr>, counted: bool) -> Option<Place> {
        let address = from.map(network);
        let mut taken = self.lock();
        if counted && taken.all >= self.of_all {
            return None;
        }
        if let Some(address) = address {
            let here = taken.by_address.get(&address).copied().unwrap_or(0);
            if here >= self.of_one {
                return None;
            }
            taken.by_address.insert(address, here + 1);
        }
        taken.all += usize::from(counted);
        Some(Place { places: self.clone(), address, counted })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Numbers are set in one step each, so a poisoned lock still holds sound ones.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.all = taken.all.saturating_sub(usize::from(self.counted));
        let Some(address) = self.address else { return };
        let left = taken.by_address.get(&address).map_or(0, |here| here.saturating_sub(1));
        if left == 0 {
            taken.by_address.remove(&address);
        } else {
            taken.by_address.insert(address, left);
        }
    }
}

/// What counts as one address: of IPv6 the network, because one line has as many addresses as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_given_back() {
        let places = Places::new(&Caps { of_one: 2, of_all: 3, ..Caps::default() });
        let address = |text: &str| text.parse::<IpAddr>().ok();
        let one = places.connection(address("2001:db8::1"));
        let two = places.connection(address("2001:db8::2"));
        assert!(one.is_some() && two.is_some());
        assert!(places.connection(address("2001:db8::3")).is_none(), "one network");
        let other = places.connection(address("192.0.2.1"));
        assert!(other.is_some());
        assert!(places.connection(address("192.0.2.2")).is_none(), "all are taken");
        drop(two);
        assert!(places.connection(address("192.0.2.2")).is_some());
        let requests: Vec<_> = (0..3).map(|_| places.request("203.0.113.7".parse().unwrap())).collect();
        assert_eq!(requests.iter().filter(|place| place.is_some()).count(), 2);
        drop((one, other, requests));
        assert_eq!(places.lock().all, 0);
        assert!(places.lock().by_address.is_empty());
    }
}
