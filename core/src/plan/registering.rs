//! Composes where an institution is registered from what each authority and each doubt says.

/// Parts that make up the answer to where the institution is registered.
#[derive(Clone, Debug)]
pub struct Registering {
    /// The part that is composed of the others.
    pub whole: usize,
    pub authorities: Vec<usize>,
    /// Tells whether the text leaves the registration unsettled.
    pub doubts: Vec<usize>,
    /// Tells whether an institution of the combination is not registered.
    pub barred: usize,
}

/// OutcomeBits of one decision for up to 64 institutions: whether it is met, is not met, and is not settled.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutcomeBits {
    pub(crate) met: u64,
    pub(crate) unmet: u64,
    pub(crate) silent: u64,
}

/// Joint answer of the authorities and the doubts, for up to 64 institutions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Remaining {
    /// Some authority is not ruled out.
    pub some: u64,
    /// Some authority is in conflict.
    pub conflict: u64,
    /// Some authority is open for want of facts.
    pub facts: u64,
    /// Some authority is open since the text does not settle it.
    pub unsettled: u64,
    /// Some doubt holds.
    pub doubtful: u64,
    /// An institution of the combination is not registered.
    pub barred: u64,
}

impl Remaining {
    #[inline(always)]
    pub fn add_authority(&mut self, of: OutcomeBits, which: u64) {
        self.some |= which & !(of.unmet & !of.met);
        self.conflict |= which & of.met & of.unmet;
        let open = which & !of.met & !of.unmet;
        self.facts |= open & !of.silent;
        self.unsettled |= open & of.silent;
    }

    #[inline(always)]
    pub fn add_doubt(&mut self, of: OutcomeBits, which: u64) {
        self.doubtful |= which & of.met & !of.unmet;
    }

    #[inline(always)]
    pub fn add_barred(&mut self, of: OutcomeBits, which: u64) {
        self.barred |= which & of.met;
    }

    /// Of one institution, whose bits lie anywhere.
    #[inline(always)]
    pub fn any(self) -> Self {
        let any = |bits: u64| u64::from(bits != 0);
        Self {
            some: any(self.some),
            conflict: any(self.conflict),
            facts: any(self.facts),
            unsettled: any(self.unsettled),
            doubtful: any(self.doubtful),
            barred: any(self.barred),
        }
    }

    /// Composes the answer to where the institution is registered.
    #[inline(always)]
    pub fn registration(self) -> OutcomeBits {
        let conflicting = !self.some | self.conflict | self.barred;
        let unsettled = !conflicting & (self.doubtful | self.unsettled & !self.facts);
        let met = !conflicting & !unsettled & !self.facts;
        OutcomeBits { met: met | conflicting, unmet: conflicting, silent: unsettled }
    }
}
