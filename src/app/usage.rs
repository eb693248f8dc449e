//! The ledger of what endpoints are charged for. Whoever changes an endpoint or a service writes here what that means.
//!
//! Billing follows AWS: from an endpoint's creation to its deletion in each of its zones, whatever the connection's state,
//! but no longer once the owner of the service has rejected the connection and then deleted the service.

use crate::domain::clock::Timestamp;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::Result;
use crate::domain::id::{EndpointId, EndpointServiceId, Id};
use crate::domain::scope::AccountId;
use crate::domain::usage::MeteredEndpoint;
use crate::store::Tx;

/// Begins an endpoint's time in zones into which it has just come. Gateway endpoints are free, and leave no trace.
pub async fn open(
    tx: &mut Tx,
    endpoint: &MeteredEndpoint,
    payer: &AccountId,
    zones: &[&str],
    now: Timestamp,
) -> Result<()> {
    match endpoint.endpoint_type {
        EndpointType::Interface | EndpointType::GatewayLoadBalancer => {
            tx.usage_open(endpoint, payer, zones, now).await
        }
        EndpointType::Gateway => Ok(()),
    }
}

/// Ends an endpoint's time in zones that it has left.
pub async fn close_zones(
    tx: &mut Tx,
    endpoint_id: &EndpointId,
    zones: &[&str],
    now: Timestamp,
) -> Result<()> {
    tx.usage_close_zones(endpoint_id.as_str(), zones, now).await
}

/// Ends an endpoint's time in all its zones: it is deleted.
pub async fn close_all(tx: &mut Tx, endpoint_id: &EndpointId, now: Timestamp) -> Result<()> {
    tx.usage_close_all(endpoint_id.as_str(), now).await
}

/// Ends the time of the endpoints that the service rejected, when it is deleted.
pub async fn close_rejected_of_service(
    tx: &mut Tx,
    service_id: &EndpointServiceId,
    now: Timestamp,
) -> Result<()> {
    tx.usage_close_of_service(service_id.as_str(), "rejected", now)
        .await
}

/// Lets another account pay for the service's endpoints from now on: for the hours that begin from now on.
pub async fn change_payer(
    tx: &mut Tx,
    service_id: &EndpointServiceId,
    payer: &AccountId,
    now: Timestamp,
) -> Result<()> {
    tx.usage_change_payer(service_id.as_str(), payer, now).await
}

#[cfg(test)]
mod tests {
    use super::{change_payer, close_all, close_zones, open};
    use crate::domain::clock::Timestamp;
    use crate::domain::cost::{self, Totals};
    use crate::domain::endpoint_type::EndpointType;
    use crate::domain::id::{EndpointId, EndpointServiceId, Id};
    use crate::domain::scope::{AccountId, Scope};
    use crate::domain::usage::{MeteredEndpoint, Period};
    use crate::store::{Location, Store, Tx};

    fn hour(hour: i64) -> Timestamp {
        Timestamp::from_micros(hour * 3_600_000_000)
    }

    fn account(digit: &str) -> AccountId {
        AccountId::parse(&digit.repeat(12)).unwrap()
    }

    fn endpoint(digits: &str, endpoint_type: EndpointType) -> MeteredEndpoint {
        MeteredEndpoint {
            endpoint_id: EndpointId::parse(&format!("vpce-{digits}")).unwrap(),
            endpoint_type,
            owner: Scope::global(&account("2")),
            service_id: "vpce-svc-0123456789abcdef0".to_owned(),
            service_name: "orders".to_owned(),
        }
    }

    /// Hours and amount that each of the two accounts pays by the hour 1000.
    async fn paid(tx: &mut Tx) -> [String; 2] {
        let period = Period {
            from: hour(0),
            to: hour(10_000),
        };
        let mut paid = [String::new(), String::new()];
        for (index, payer) in ["1", "2"].into_iter().enumerate() {
            let usages = tx.usage_paid_by(&account(payer), period, 100).await;
            let costs = cost::charge(usages.unwrap(), period, hour(1_000));
            let totals = Totals::of(&costs);
            paid[index] = format!("{} h = {}", totals.hours, totals.amount);
        }
        paid
    }

    #[tokio::test]
    async fn the_payer_changes_for_the_hours_to_come() {
        let store = Store::open(&Location::Memory).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let (provider, consumer) = (account("1"), account("2"));
        let first = endpoint("0123456789abcdef0", EndpointType::Interface);
        let second = endpoint("0123456789abcdef1", EndpointType::GatewayLoadBalancer);
        let free = endpoint("0123456789abcdef2", EndpointType::Gateway);
        let service = EndpointServiceId::parse(&first.service_id).unwrap();
        let tx = &mut tx;
        open(tx, &first, &consumer, &["a", "b"], hour(0))
            .await
            .unwrap();
        open(tx, &free, &consumer, &["a"], hour(0)).await.unwrap();
        close_zones(tx, &first.endpoint_id, &["b"], hour(5))
            .await
            .unwrap();
        change_payer(tx, &service, &provider, hour(10))
            .await
            .unwrap();
        open(tx, &second, &provider, &["a"], hour(20))
            .await
            .unwrap();
        close_all(tx, &first.endpoint_id, hour(30)).await.unwrap();
        close_all(tx, &second.endpoint_id, hour(21)).await.unwrap();
        assert_eq!(paid(tx).await, ["21 h = 0.21", "15 h = 0.15"]);
        // What has ended is nobody else's any more.
        change_payer(tx, &service, &consumer, hour(40))
            .await
            .unwrap();
        assert_eq!(paid(tx).await, ["21 h = 0.21", "15 h = 0.15"]);
    }

    #[tokio::test]
    async fn a_payer_that_changes_at_once_never_paid() {
        let store = Store::open(&Location::Memory).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let tx = &mut tx;
        let first = endpoint("0123456789abcdef0", EndpointType::Interface);
        let service = EndpointServiceId::parse(&first.service_id).unwrap();
        open(tx, &first, &account("2"), &["a"], hour(0))
            .await
            .unwrap();
        for payer in ["1", "1"] {
            change_payer(tx, &service, &account(payer), hour(0))
                .await
                .unwrap();
        }
        close_all(tx, &first.endpoint_id, hour(0)).await.unwrap();
        assert_eq!(paid(tx).await, ["1 h = 0.01", "0 h = 0.00"]);
    }
}
