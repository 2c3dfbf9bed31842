//! (2) 自宅訪問. A visit elsewhere or in another month may be recorded, because it took place; it just does not count.

use domain::monitoring::{FactBody, m2_home_visit::HomeVisit};

use super::record::{Entry, Recorded, record};
use crate::{Cx, Refusal};

/// Records a visit.
pub fn record_home_visit(cx: &mut Cx<'_>, entry: Entry, visit: HomeVisit) -> Result<Recorded, Refusal> {
    record(cx, "record_home_visit", entry, |_| FactBody::HomeVisit(visit))
}
