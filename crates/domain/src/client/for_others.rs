//! 知らせない: what of a client's address and numbers may stand on what leaves the office, and on pages of those who do not record the
//! client. Papers, mails and lists are made of a [`ClientForOthers`], so that none of them asks the question itself.

use std::ops::Deref;

use super::{Client, Emergency};

/// What stands in the place of what is not to be told.
pub const NOT_TOLD: &str = "（知らせない）";
/// Letters from which on an address or number is looked for in other words; a shorter one would be found where it is not meant.
const LOOKED_FOR: usize = 5;

/// 外に出す利用者: the client without the address and the numbers that are marked 知らせない.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientForOthers {
    client: Client,
    address_hidden: bool,
    phone_hidden: bool,
    unsaid: Vec<String>,
}

impl Deref for ClientForOthers {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl ClientForOthers {
    /// The client under the marks that hold.
    pub fn new(client: Client, marks: &Emergency) -> Self {
        let Emergency { address_hidden, phone_hidden, people } = marks;
        let postal = client.postal_code.split_at_checked(3).map(|(area, rest)| format!("{area}-{rest}"));
        let own_address = [client.address.clone(), client.postal_code.clone(), postal.unwrap_or_default()];
        let own_numbers = [client.phone.clone(), client.fax.clone()];
        let unsaid = own_address
            .into_iter()
            .filter(|_| *address_hidden)
            .chain(own_numbers.into_iter().filter(|_| *phone_hidden))
            .chain(people.iter().filter(|one| one.hidden).map(|one| one.phone.clone()))
            .flat_map(|text| [digits(&text), text])
            .filter(|text| text.chars().count() >= LOOKED_FOR)
            .collect();
        let mut told = Self { client, address_hidden: *address_hidden, phone_hidden: *phone_hidden, unsaid };
        told.client.address = told.earlier_address(&told.client.address);
        told.client.phone = told.earlier_phone(&told.client.phone);
        told.client.fax = told.earlier_phone(&told.client.fax);
        if told.address_hidden {
            told.client.postal_code.clear();
        }
        // A guardian who lives with the client has the same number.
        let numbers = &told.unsaid;
        if let Some(guardian) = told.client.guardian.as_mut().filter(|it| numbers.contains(&digits(&it.phone))) {
            guardian.phone = NOT_TOLD.to_owned();
        }
        told
    }

    /// The client itself, without what is not told.
    pub fn into_client(self) -> Client {
        self.client
    }

    /// Whether the address is not told.
    pub fn hides_address(&self) -> bool {
        self.address_hidden
    }

    /// Whether anything is not told.
    pub fn hides_anything(&self) -> bool {
        self.address_hidden || self.phone_hidden || !self.unsaid.is_empty()
    }

    /// An address of the client that was written down earlier: what is not told now is not told of then.
    pub fn earlier_address(&self, text: &str) -> String {
        kept(text, self.address_hidden)
    }

    /// A number of the client that was written down earlier.
    pub fn earlier_phone(&self, text: &str) -> String {
        kept(text, self.phone_hidden)
    }

    /// Whether words that somebody wrote hold what is not told.
    pub fn is_told_by(&self, words: &str) -> bool {
        self.unsaid.iter().any(|text| words.contains(text.as_str()))
    }

    /// Words that somebody wrote, without what is not told.
    pub fn without(&self, words: &str) -> String {
        self.unsaid.iter().fold(words.to_owned(), |words, text| words.replace(text.as_str(), NOT_TOLD))
    }
}

impl Emergency {
    /// The contacts as others may see them: of those marked 知らせない neither number nor note.
    #[must_use]
    pub fn for_others(&self) -> Self {
        let mut told = self.clone();
        for one in told.people.iter_mut().filter(|one| one.hidden) {
            one.phone = kept(&one.phone, true);
            one.note = kept(&one.note, true);
        }
        told
    }
}

fn kept(text: &str, hidden: bool) -> String {
    if hidden && !text.is_empty() { NOT_TOLD.to_owned() } else { text.to_owned() }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
