//! Subscriptions to topics, whoever owns them.

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::error::Result;
use crate::domain::scope::AccountId;
use crate::domain::subscription::{Protocol, Subscription};
use crate::domain::topic::TopicArn;
use crate::domain::topic_attribute::SubscriptionCounts;

impl Tx {
    /// The confirmed subscriptions to these topics, in order of ARN.
    pub async fn subscriptions_confirmed(
        &mut self,
        topics: &[&TopicArn],
    ) -> Result<Vec<Stored<Subscription>>> {
        const SQL: &str = "SELECT version, body FROM subscription \
            WHERE topic_arn IN (SELECT value FROM json_each($1)) AND state = 'confirmed' ORDER BY id";
        let topics: Vec<&str> = topics.iter().map(|arn| arn.as_str()).collect();
        self.select(SQL, &[json_array(&topics).as_str().into()])
            .await
    }

    /// The subscriptions with these ARNs, in no order.
    pub async fn subscriptions_anywhere(
        &mut self,
        arns: &[&str],
    ) -> Result<Vec<Stored<Subscription>>> {
        const SQL: &str =
            "SELECT version, body FROM subscription WHERE id IN (SELECT value FROM json_each($1))";
        self.select(SQL, &[json_array(arns).as_str().into()]).await
    }

    /// The next `limit` subscriptions to a topic after the ARN `after`, in order of ARN.
    pub async fn subscriptions_list(
        &mut self,
        topic: &TopicArn,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Stored<Subscription>>> {
        const SQL: &str = "SELECT version, body FROM subscription WHERE topic_arn = $1 AND id > $2 ORDER BY id LIMIT $3";
        let values = [topic.as_str().into(), after.into(), limit.into()];
        self.select(SQL, &values).await
    }

    /// An account's subscription of an endpoint to a topic.
    pub async fn subscription_of_endpoint(
        &mut self,
        topic: &TopicArn,
        account: &AccountId,
        protocol: Protocol,
        endpoint: &str,
    ) -> Result<Option<Stored<Subscription>>> {
        const SQL: &str = "SELECT version, body FROM subscription \
            WHERE topic_arn = $1 AND endpoint = $2 AND protocol = $3 AND account = $4";
        let values = [
            topic.as_str().into(),
            endpoint.into(),
            protocol.name().into(),
            account.as_str().into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// The subscription to a topic that is, or was, confirmed with this token.
    pub async fn subscription_by_token(
        &mut self,
        topic: &TopicArn,
        token: &str,
    ) -> Result<Option<Stored<Subscription>>> {
        const SQL: &str =
            "SELECT version, body FROM subscription WHERE token = $1 AND topic_arn = $2";
        let values = [token.into(), topic.as_str().into()];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// How many subscriptions a topic has.
    pub async fn subscription_counts(&mut self, topic: &TopicArn) -> Result<SubscriptionCounts> {
        const SQL: &str = "SELECT COUNT(*) FILTER (WHERE state = 'confirmed'), COUNT(*) FILTER (WHERE state = 'pending') \
            FROM subscription WHERE topic_arn = $1";
        match self.row(SQL, &[topic.as_str().into()]).await? {
            Some(row) => Ok(SubscriptionCounts {
                confirmed: column(&row, 0)?,
                pending: column(&row, 1)?,
            }),
            None => Ok(SubscriptionCounts::default()),
        }
    }

    /// How many subscriptions to a topic have a filter policy.
    pub async fn filter_policies_count(&mut self, topic: &TopicArn) -> Result<i64> {
        const SQL: &str =
            "SELECT COUNT(*) FROM subscription WHERE topic_arn = $1 AND filter_policy IS NOT NULL";
        self.number(SQL, &[topic.as_str().into()]).await
    }

    /// Removes the subscriptions to a topic that goes itself.
    pub async fn subscriptions_delete_of_topic(&mut self, topic: &TopicArn) -> Result<()> {
        const SQL: &str = "DELETE FROM subscription WHERE topic_arn = $1";
        self.execute(SQL, &[topic.as_str().into()]).await?;
        Ok(())
    }

    /// Subscriptions that were not confirmed in time at `now`, the longest overdue first.
    pub async fn subscriptions_due(
        &mut self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Stored<Subscription>>> {
        const SQL: &str =
            "SELECT version, body FROM subscription WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
        self.select(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }

    /// When the time to be confirmed is over for the next subscription after `after`.
    pub async fn subscriptions_next_due(&mut self, after: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str =
            "SELECT due_at FROM subscription WHERE due_at > $1 ORDER BY due_at LIMIT 1";
        let row = self.row(SQL, &[after.as_micros().into()]).await?;
        row.map(|row| Ok(Timestamp::from_micros(column(&row, 0)?)))
            .transpose()
    }
}
