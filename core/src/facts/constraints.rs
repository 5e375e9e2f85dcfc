//! The one list of what facts of a record cannot be together. A new constraint is one entry here: records, dicts, JSON,
//! columns and the codes of other languages are refused by it alike.

use crate::error::{Error, ErrorCode};
use crate::facts::records::{CareClass, Dossier, Fact, Institution};

/// Two facts, of which the first is never the greater or the later.
#[derive(Clone, Copy, Debug)]
pub struct Constraint {
    pub least: Fact,
    pub most: Fact,
    message: (&'static str, &'static str),
}

macro_rules! constraints {
    ($($record:ident { $($least:ident <= $most:ident, $zh:literal, $en:literal;)* })*) => { $(
        impl $record {
            /// Combinations that its facts, and the day of the answer where it is known, cannot be.
            pub const CONSTRAINTS: &[Constraint] = &[$(Constraint {
                least: Fact::$least,
                most: Fact::$most,
                message: ($zh, $en),
            }),*];
        }
    )* };
}

constraints! {
    Institution {
        LeaseFrom <= LeaseUntil, "租期止日早于起日", "the lease ends before it starts";
    }
    Dossier {
        ReceivedOn <= ReceiptGivenOn, "答复日早于收到材料日", "it was answered before the materials were received";
        ReceivedOn <= NoticeGivenOn, "答复日早于收到材料日", "it was answered before the materials were received";
        ReceivedOn <= Day, "收到材料日晚于作答日", "the materials were received after the day of the answer";
        ReceiptGivenOn <= Day, "答复日晚于作答日", "it was answered after the day of the answer";
        NoticeGivenOn <= Day, "答复日晚于作答日", "it was answered after the day of the answer";
        BackgroundCheckedOn <= Day, "查询日期晚于作答日", "the records were queried after the day of the answer";
    }
    CareClass {
        YoungestMonths <= OldestMonths, "最大月龄小于最小月龄", "the oldest is younger than the youngest";
    }
}

impl Constraint {
    /// The fact that is to be put right: the second, unless that is the day of the answer.
    pub fn blamed(&self) -> Fact {
        if self.most == Fact::Day { self.least } else { self.most }
    }

    /// Tells whether facts, by their codes, break it; one that is not known breaks nothing.
    #[inline]
    pub fn is_broken(&self, code: impl Fn(Fact) -> Option<i64>) -> bool {
        matches!((code(self.least), code(self.most)), (Some(least), Some(most)) if most < least)
    }

    pub fn error(&self) -> Error {
        let (zh, en) = self.message;
        Error::new(ErrorCode::Conflict, self.blamed().field(), zh, en)
    }
}
