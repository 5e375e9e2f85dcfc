package org.tuoyu

import com.sun.jna.Callback
import com.sun.jna.Native
import java.nio.ByteBuffer
import java.time.LocalDate
import java.util.Collections
import java.util.concurrent.CancellationException

/**
 * 方案: some targets on one day, handle. Outcomes come without reasons and without text, at a small part of the price
 * of an assessment, and are the same. Made by [PolicyBook.plan]; any number of threads may use it at once.
 */
class Plan internal constructor(
    internal val handle: PlanHandle,
) : AutoCloseable {
    private val asOf = handle.asOf()
    private val targets = Collections.unmodifiableList(handle.targets())
    private val positions = HashMap<String, Int>()

    init {
        for (position in targets.indices) positions.putIfAbsent(targets[position], position)
    }

    /** The day that it answers for. */
    fun asOf(): LocalDate = asOf

    /** The targets, in the order of the outcomes. */
    fun targets(): List<String> = targets

    internal fun position(target: String): Int =
        positions[target]
            ?: throw TuoyuException(
                ErrorCode.UNKNOWN_TARGET,
                "target",
                null,
                Text("方案中没有这个事项", "the plan has no such target"),
                null,
                null,
                emptyList(),
            )

    /**
     * The outcome of each target for one institution.
     *
     * @throws TuoyuException a fact out of range, or an unknown place
     */
    fun outcomes(institution: Institution): Outcomes {
        val codes = codes(Collections.singletonList(institution))
        errorOf(institution, codes, 0)?.let { throw it }
        return Outcomes(this, codes, 0, null)
    }

    /**
     * The outcome of each target for one filing: the targets of a filing need the dossier as well.
     *
     * @throws TuoyuException a fact out of range, or an unknown place
     */
    fun outcomes(
        institution: Institution,
        dossier: Dossier,
    ): Outcomes {
        val outcomes = runFilings(Collections.singletonList(Filing(institution, dossier)))[0]
        outcomes.error?.let { throw it }
        return outcomes
    }

    /**
     * The outcome of each target for many filings, in the order given. One that cannot be read has an [Outcomes.error] and
     * does not keep the others from being answered.
     *
     * @throws CancellationException the thread is interrupted meanwhile
     */
    fun runFilings(filings: List<Filing>): List<Outcomes> {
        val all = ArrayList<Outcomes>(filings.size)
        someAtATime(filings) { some ->
            val classes = some.map { it.dossier.classes?.size ?: 0 }
            val codes = codesOfFilings(some, classes.sumOf { 1 + it })
            var first = 0
            for ((filing, count) in some.zip(classes)) {
                val error = if (codes[first] == UNREADABLE) errorOf { handle.checkFiling(filing) } else null
                all.add(Outcomes(this, codes, first, error, count))
                first += targets.size * (1 + count)
            }
        }
        return all
    }

    /**
     * The outcome of each target for many institutions, in the order given: at a small part of the price of as many
     * single calls. One that cannot be read has an [Outcomes.error] and does not keep the others from being answered.
     *
     * @throws CancellationException the thread is interrupted meanwhile
     */
    fun runRows(institutions: List<Institution>): List<Outcomes> {
        val all = ArrayList<Outcomes>(institutions.size)
        someAtATime(institutions) { some ->
            val codes = codes(some)
            var first = 0
            for (institution in some) {
                all.add(Outcomes(this, codes, first, errorOf(institution, codes, first)))
                first += targets.size
            }
        }
        return all
    }

    /**
     * Answers a JSON object of facts with a JSON object: `as_of`, and in `outcomes` for each target its `outcome` and its
     * `reasons`, the names of the facts that decided it or that it still turns on.
     *
     * @throws TuoyuException JSON that cannot be parsed, or a fact that cannot be read
     */
    fun ask(facts: String): String = handle.ask(facts)

    /** Hands over some at a time, so that what is held meanwhile stays small however long the list is. */
    private inline fun <T> someAtATime(
        all: List<T>,
        answer: (List<T>) -> Unit,
    ) {
        for (from in all.indices step AT_A_TIME) {
            if (Thread.currentThread().isInterrupted) throw CancellationException("interrupted")
            answer(all.subList(from, minOf(from + AT_A_TIME, all.size)))
        }
    }

    /** The outcome of each target, one institution after the other. */
    private fun codes(institutions: List<Institution>): ByteArray {
        var size = 0UL
        for (institution in institutions) size += FfiConverterTypeInstitution.allocationSize(institution)
        val facts = ByteBuffer.allocate(Math.toIntExact(size.toLong()))
        for (institution in institutions) FfiConverterTypeInstitution.write(institution, facts)
        return codes(facts, institutions.size, 0)
    }

    /** As [codes], of each filing the whole and then its classes: `rows` of them together. */
    private fun codesOfFilings(
        filings: List<Filing>,
        rows: Int,
    ): ByteArray {
        var size = 0UL
        for (filing in filings) size += FfiConverterTypeFiling.allocationSize(filing)
        val facts = ByteBuffer.allocate(Math.toIntExact(size.toLong()))
        for (filing in filings) FfiConverterTypeFiling.write(filing, facts)
        return codes(facts, rows, 1)
    }

    private fun codes(
        facts: ByteBuffer,
        rows: Int,
        ofFilings: Int,
    ): ByteArray {
        val codes = ByteArray(Math.multiplyExact(rows, targets.size))
        val failed =
            handle.callWithHandle {
                Direct.tuoyu_plan_outcomes(it, facts.array(), facts.position(), codes, codes.size, ofFilings)
            }
        if (failed != 0) throw InternalException("outcomes of $rows rows")
        return codes
    }

    /** Asks once more, so that outcomes have no errors to carry where there are none. */
    private fun errorOf(
        institution: Institution,
        codes: ByteArray,
        first: Int,
    ): TuoyuException? {
        if (codes[first] != UNREADABLE) return null
        return errorOf { handle.check(institution) }
    }

    private fun errorOf(check: () -> Unit): TuoyuException {
        try {
            check()
        } catch (error: TuoyuException) {
            return error
        }
        throw InternalException("the institution was changed meanwhile")
    }

    /**
     * Answers record batches: takes the addresses of two structures `ArrowArrayStream` of the Arrow C stream interface,
     * such as `ArrowArrayStream.memoryAddress()` of Arrow for Java. The first holds a stream of batches with a column for
     * each fact, named as in JSON; it is moved out, and its structure is left released. The second holds nothing; it is
     * given the stream of the answers, a row for each row: for each target a Boolean column, true where it is met, false
     * where it is not and null where it is open, and last a text column `error`, null where the row could be read.
     * [TableOptions] ask for more, or for another form.
     *
     * The batches of the first stream are read as those of the second one are, on the thread that reads them; it is
     * released with the second one, which is the caller's to release. Where that thread is interrupted, the next batch is
     * an error of the stream, `interrupted`, within a second. Neither this plan nor the structure of the first
     * stream has to be kept until then. The structures stay the caller's to free. An address that is neither 0 nor that
     * of such a structure crashes the process.
     *
     * @param input the address of the facts
     * @param output the address of where the answers go
     * @throws TuoyuException an address that is 0, a first stream that is released, a second one that is not, or a column
     *   that is of no fact, is given twice or cannot be read. The first stream is released then, if it could be read
     */
    fun run(
        input: Long,
        output: Long,
        options: TableOptions,
    ) {
        val status = UniffiRustCallStatus()
        handle.callWithHandle {
            Direct.tuoyu_plan_run(it, input, output, options.threads, options.asked, Interrupted, status)
        }
        uniffiCheckCallStatus(TuoyuException, status)
    }

    /**
     * Answers record batches with the options that are used most.
     *
     * @param threads how many threads share the rows of a batch; one where it is 0
     * @param details also, for each target, a column of why it is open
     * @param reasons also, for each target, a column of the facts behind it
     */
    fun run(
        input: Long,
        output: Long,
        threads: Int,
        details: Boolean,
        reasons: Boolean,
    ) {
        var options = TableOptions().threads(threads)
        if (details) options = options.details()
        if (reasons) options = options.reasons()
        run(input, output, options)
    }

    /** Frees its memory; outcomes that it gave stay readable. */
    override fun close() = handle.close()

    private companion object {
        const val UNREADABLE: Byte = -1
        const val AT_A_TIME = 1_024
    }
}

/** 结果: what a plan says of one institution. Nothing is decoded before it is asked for. */
class Outcomes internal constructor(
    private val plan: Plan,
    private val codes: ByteArray,
    private val first: Int,
    /** Error of an institution that cannot be read; nothing where it can. */
    val error: TuoyuException?,
    private val classes: Int = 0,
) {
    /** Number of targets. */
    fun size(): Int = plan.targets().size

    /** Number of classes of the filing. */
    fun classes(): Int = classes

    /**
     * The outcome of a target for one class of the filing, counted from 0; nothing where it is not asked of each class.
     *
     * @throws IndexOutOfBoundsException a class that the filing does not have
     * @throws TuoyuException a target that the plan does not have, or the [error], where there is one
     */
    fun ofClass(
        target: String,
        position: Int,
    ): Outcome? {
        if (position !in 0 until classes) throw IndexOutOfBoundsException("$position of $classes")
        error?.let { throw it }
        val code = codes[first + size() * (1 + position) + plan.position(target)]
        return if (code < 0) null else OUTCOMES[code.toInt()]
    }

    /**
     * The outcome of a target, by its position among the targets of the plan.
     *
     * @throws IndexOutOfBoundsException a position that the plan does not have
     * @throws TuoyuException the [error], where there is one
     */
    operator fun get(position: Int): Outcome {
        if (position !in 0 until size()) throw IndexOutOfBoundsException("$position of ${size()}")
        error?.let { throw it }
        return OUTCOMES[codes[first + position].toInt()]
    }

    /**
     * The outcome of a target, by its name.
     *
     * @throws TuoyuException a target that the plan does not have, or the [error], where there is one
     */
    operator fun get(target: String): Outcome = get(plan.position(target))

    /**
     * The outcomes in the order of the targets.
     *
     * @throws TuoyuException the [error], where there is one
     */
    fun toList(): List<Outcome> {
        val list = ArrayList<Outcome>(size())
        for (position in 0 until size()) list.add(get(position))
        return list
    }

    override fun toString(): String = error?.toString() ?: toList().toString()

    private companion object {
        val OUTCOMES = Outcome.values()
    }
}

/** 表的选项: what [Plan.run] says of a table, and in which form. Each call gives options of their own. */
class TableOptions private constructor(
    internal val threads: Int,
    internal val asked: Int,
) {
    constructor() : this(1, 0)

    /** Number of threads that share the rows of a batch; one where it is 0. */
    fun threads(count: Int): TableOptions = TableOptions(count, asked)

    /** Also, for each target, `<target>:open`: why it is open. */
    fun details(): TableOptions = and(1)

    /** Also, for each target, `<target>:reasons`: the facts behind it, as bits. */
    fun reasons(): TableOptions = and(2)

    /** Columns that are no facts are kept before the answers, no longer refused. */
    fun keepExtra(): TableOptions = and(4)

    /** Outcomes as a dictionary of ordered words, `not_in_force` first, `met` last. */
    fun categories(): TableOptions = and(8)

    /** Also `faults`: a list of every fault of a row, with its message and its cure. */
    fun faults(): TableOptions = and(16)

    /** The facts behind each outcome in long form, instead of outcomes: `row`, `target`, `fact`. */
    fun longReasons(): TableOptions = and(32)

    /** Also, for each requirement that is asked of each class of a filing, `<target>:classes`: the outcome of each. */
    fun classes(): TableOptions = and(64)

    private fun and(what: Int) = TableOptions(threads, asked or what)
}

/** Tells a stream of answers whether the thread that reads it is interrupted. */
private interface Interruption : Callback {
    fun invoke(): Byte
}

/** The one of every stream: it has to live as long as any of them. */
private object Interrupted : Interruption {
    override fun invoke(): Byte = if (Thread.currentThread().isInterrupted) 1 else 0
}

/** Calls that UniFFI has no types for: addresses, and bytes that are not copied to a buffer of its own. */
@Suppress("ktlint:standard:function-naming")
private object Direct {
    init {
        Native.register(Direct::class.java, NativeLibrary.locate())
    }

    external fun tuoyu_plan_outcomes(
        plan: Long,
        facts: ByteArray,
        factsLength: Int,
        codes: ByteArray,
        codesLength: Int,
        ofFilings: Int,
    ): Int

    external fun tuoyu_plan_run(
        plan: Long,
        input: Long,
        output: Long,
        threads: Int,
        asked: Int,
        interrupted: Interruption,
        status: UniffiRustCallStatus,
    )
}
