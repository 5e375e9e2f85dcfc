//! Cedar: one permit a condition; a permit that fails on a missing attribute is undecided.

use std::collections::HashMap;
use std::hint::black_box;

use cedar_policy::{
    AuthorizationError, Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression,
};

use crate::peer::{Decided, Peer, Ready, ready};
use tuoyu_benchmarks::rows::Row;
use tuoyu_benchmarks::rules::{Asked, Dialect, Rules};

const DIALECT: Dialect =
    Dialect { and: " && ", or: " || ", not: "!", prefix: "context.", rails: false };

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    positions: HashMap<PolicyId, usize>,
    entities: Entities,
    requests: Vec<Request>,
    /// Parts of the requests.
    values: Vec<Vec<(String, Ready)>>,
}

impl Cedar {
    pub fn new(rules: &Rules, asked: Asked, rows: &[Row]) -> Self {
        let mut policies = PolicySet::new();
        let mut positions = HashMap::new();
        for (position, condition) in rules.conditions(asked).iter().enumerate() {
            let id = PolicyId::new(position.to_string());
            let text = format!(
                "permit(principal, action, resource) when {{ {} }};",
                rules.text(condition, &DIALECT)
            );
            policies
                .add(Policy::parse(Some(id.clone()), text).expect("a policy of Cedar"))
                .expect("a new policy");
            positions.insert(id, position);
        }
        let values: Vec<Vec<(String, Ready)>> = rows
            .iter()
            .map(|row| {
                ready(rules, &row.codes).map(|(name, value)| (name.to_owned(), value)).collect()
            })
            .collect();
        Self {
            authorizer: Authorizer::new(),
            policies,
            positions,
            entities: Entities::empty(),
            requests: values.iter().map(|values| request(values)).collect(),
            values,
        }
    }
}

fn request(values: &[(String, Ready)]) -> Request {
    let uid = |text: &str| text.parse::<EntityUid>().expect("an identifier of Cedar");
    let pairs = values.iter().map(|(name, value)| {
        let value = match value {
            Ready::Bool(yes) => RestrictedExpression::new_bool(*yes),
            Ready::Int(code) => RestrictedExpression::new_long(*code),
        };
        (name.clone(), value)
    });
    let context = Context::from_pairs(pairs).expect("a context of Cedar");
    let (caller, action, book) =
        (uid(r#"Caller::"any""#), uid(r#"Action::"ask""#), uid(r#"Book::"all""#));
    Request::new(caller, action, book, context, None).expect("a request of Cedar")
}

impl Peer for Cedar {
    fn name(&self) -> &'static str {
        "cedar-policy"
    }

    fn run(&self, row: usize) {
        black_box(self.authorizer.is_authorized(
            &self.requests[row],
            &self.policies,
            &self.entities,
        ));
    }

    /// Policies ready, a request made of values.
    fn run_as_in_its_readme(&self, row: usize) {
        let request = request(&self.values[row]);
        black_box(self.authorizer.is_authorized(&request, &self.policies, &self.entities));
    }

    fn decide(&self, row: usize) -> Vec<Decided> {
        let response =
            self.authorizer.is_authorized(&self.requests[row], &self.policies, &self.entities);
        let mut decided = vec![Some(false); self.positions.len()];
        for met in response.diagnostics().reason() {
            decided[self.positions[met]] = Some(true);
        }
        for error in response.diagnostics().errors() {
            let AuthorizationError::PolicyEvaluationError(error) = error;
            decided[self.positions[error.policy_id()]] = None;
        }
        decided
    }
}
