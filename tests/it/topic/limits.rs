//! How much a topic can have.

use privlink::domain::limit;

use super::create;
use crate::support::world::{PROVIDER, World};

#[tokio::test]
async fn of_subscriptions_and_filter_policies() {
    let world = World::in_memory().await;
    let sns = world.sns(PROVIDER);
    let topic = create(&world, "connections", &[]).await;
    let subscribe = async |number: i64, filtered: bool| {
        let endpoint = format!("arn:aws:sqs:us-east-1:{PROVIDER}:queue-{number}");
        let mut parameters = vec![
            ("TopicArn", &*topic),
            ("Protocol", "sqs"),
            ("Endpoint", &endpoint),
        ];
        if filtered {
            parameters.push(("Attributes.entry.1.key", "FilterPolicy"));
            parameters.push(("Attributes.entry.1.value", r#"{"store": ["a"]}"#));
        }
        sns.call("Subscribe", &parameters).await
    };
    for number in 0..limit::FILTER_POLICIES_PER_TOPIC {
        assert_eq!(subscribe(number, true).await.status, 200);
    }
    let number = limit::FILTER_POLICIES_PER_TOPIC;
    insta::assert_snapshot!(subscribe(number, true).await.refusal(), @"403 FilterPolicyLimitExceeded: The topic's subscriptions have 200 filter policies, which is the maximum");
    for number in number..limit::SUBSCRIPTIONS_PER_TOPIC {
        assert_eq!(subscribe(number, false).await.status, 200);
    }
    insta::assert_snapshot!(subscribe(-1, false).await.refusal(), @"403 SubscriptionLimitExceeded: The topic has 250 subscriptions, which is the maximum");
    assert_eq!(subscribe(0, true).await.status, 200, "it is there already");
}
