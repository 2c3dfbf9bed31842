//! Use cases of clients, one file each.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "clients/about.rs"]
mod about;
#[path = "clients/create_client.rs"]
mod create_client;
#[path = "clients/find_client.rs"]
mod find_client;
#[path = "clients/life_events.rs"]
mod life_events;
#[path = "clients/list_clients.rs"]
mod list_clients;
#[path = "clients/office_change.rs"]
mod office_change;
#[path = "clients/people.rs"]
mod people;
#[path = "clients/turning_points.rs"]
mod turning_points;
#[path = "clients/update_client.rs"]
mod update_client;
#[path = "clients/used_amounts.rs"]
mod used_amounts;
