package org.tuoyu

import org.apache.arrow.c.ArrowArrayStream
import org.apache.arrow.c.Data
import org.apache.arrow.memory.RootAllocator
import org.apache.arrow.vector.BitVector
import org.apache.arrow.vector.FieldVector
import org.apache.arrow.vector.IntVector
import org.apache.arrow.vector.VarCharVector
import org.apache.arrow.vector.VectorSchemaRoot
import org.apache.arrow.vector.ipc.ArrowStreamReader
import org.apache.arrow.vector.ipc.ArrowStreamWriter
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.assertThrows
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.time.LocalDate

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrowTest {
    private val book = PolicyBook.bundled()
    private val plan = book.plan(LocalDate.of(2022, 9, 1), emptyList())
    private val allocator = RootAllocator()
    private val rows =
        List(1_000) {
            Institution(
                jurisdiction = listOf("370303", "张店区", "110101", null)[it % 4],
                service = Service.INSTITUTION,
                legalForm = listOf(null, *LegalForm.values())[it % 5],
                filed = listOf(true, false, null)[it % 3],
                places = if (it % 100 == 99) -1 else it % 150,
            )
        }

    @AfterAll
    fun close() {
        plan.close()
        book.close()
        allocator.close()
    }

    @Test
    fun `a stream of batches is answered as each institution by itself`() {
        for (threads in listOf(0, 2)) {
            val table = answers(2, threads, details = true)
            assertEquals(2_000, table.size)
            assertEquals(plan.targets() + plan.targets().map { "$it:open" } + "error", table[0].keys.toList())
            for ((row, answer) in table.withIndex()) assertAnswer(rows[row % 1_000], answer)
        }
    }

    private fun assertAnswer(
        institution: Institution,
        answer: Map<String, String?>,
    ) {
        val outcomes = plan.runRows(listOf(institution)).single()
        assertEquals(outcomes.error?.let { "${it.path}: ${it.code.name.lowercase()}" }, answer["error"])
        for (target in plan.targets()) {
            val decided = answer[target]
            val open = answer["$target:open"]
            if (outcomes.error != null) {
                assertNull(decided)
                assertNull(open)
                continue
            }
            val expected =
                when (outcomes[target]) {
                    Outcome.MET -> "true" to null
                    Outcome.UNMET -> "false" to null
                    else -> null to outcomes[target].name.lowercase().removePrefix("open_")
                }
            assertEquals(expected, decided to open, "$target of $institution")
        }
    }

    @Test
    fun `without details there are the outcomes alone, and with reasons their facts`() {
        assertEquals(plan.targets() + "error", answers(1)[0].keys.toList())
        assertEquals(plan.targets() + plan.targets().map { "$it:reasons" } + "error", answers(1, reasons = true)[0].keys.toList())
    }

    @Test
    fun `the stream of the answers outlives its plan`() {
        val own = book.plan(plan.asOf(), listOf("register"))
        val expected = answers(1).map { it["register"] }
        assertEquals(expected, answers(1, of = own) { own.close() }.map { it["register"] })
    }

    @Test
    fun `a structure that cannot be used is an exception`() {
        ArrowArrayStream.allocateNew(allocator).use { empty ->
            ArrowArrayStream.allocateNew(allocator).use { other ->
                assertFails("input") { plan.run(0, other.memoryAddress(), 1, false, false) }
                assertFails("input") { plan.run(1, other.memoryAddress(), 1, false, false) }
                assertFails("input") { plan.run(empty.memoryAddress(), other.memoryAddress(), 1, false, false) }
                facts(empty, 1)
                assertFails("output") { plan.run(empty.memoryAddress(), 0, 1, false, false) }
                assertFails("output") { plan.run(empty.memoryAddress(), empty.memoryAddress(), 1, false, false) }
                // It is still there.
                plan.run(empty.memoryAddress(), other.memoryAddress(), 1, false, false)
                assertFails("input") { plan.run(empty.memoryAddress(), other.memoryAddress(), 1, false, false) }
                Data.importArrayStream(allocator, other).use { assertTrue(it.loadNextBatch()) }
            }
        }
    }

    @Test
    fun `a column that is of no fact is an exception, and the stream is released`() {
        ArrowArrayStream.allocateNew(allocator).use { input ->
            ArrowArrayStream.allocateNew(allocator).use { output ->
                facts(input, 1, filed = "filled")
                val error = assertThrows<TuoyuException> { plan.run(input.memoryAddress(), output.memoryAddress(), 1, false, false) }
                assertEquals(ErrorCode.UNKNOWN_FIELD to "did you mean `filed`?", error.code to error.hint)
                assertEquals(0, input.snapshot().release)
            }
        }
    }

    @Test
    fun `what is asked of a table is in its columns`() {
        val words = listOf("not_in_force", "unmet", "open_facts", "open_unsettled", "open_conflict", "met")
        val table = answers(1, options = TableOptions().categories().faults())
        assertEquals(plan.targets() + "faults" + "error", table[0].keys.toList())
        for ((row, answer) in table.withIndex()) {
            val outcomes = plan.runRows(listOf(rows[row])).single()
            if (outcomes.error == null) {
                val expected = outcomes.toList().map { it.name.lowercase() }
                assertEquals(expected, plan.targets().map { answer[it] })
                assertTrue(words.containsAll(expected))
            } else {
                assertTrue(answer["faults"]!!.contains("out_of_range"))
            }
        }
        val long = answers(1, options = TableOptions().longReasons())
        assertEquals(listOf("row", "target", "fact", "error"), long[0].keys.toList())
        assertTrue(long.any { it["target"] == "price-water" && it["fact"] == "filed" })
        val kept = answers(1, filed = "id", options = TableOptions().keepExtra())
        assertEquals(listOf("id") + plan.targets() + "error", kept[0].keys.toList())
    }

    @Test
    fun `a thread that is interrupted gets an exception within a second`() {
        ArrowArrayStream.allocateNew(allocator).use { input ->
            ArrowArrayStream.allocateNew(allocator).use { output ->
                facts(input, 2_000)
                plan.run(input.memoryAddress(), output.memoryAddress(), TableOptions().details().reasons())
                val reading = Thread.currentThread()
                var sent = 0L
                val other =
                    Thread {
                        Thread.sleep(200)
                        sent = System.nanoTime()
                        reading.interrupt()
                    }
                Data.importArrayStream(allocator, output).use { reader ->
                    other.start()
                    val error = assertThrows<java.io.IOException> { while (reader.loadNextBatch()) Unit }
                    assertTrue(System.nanoTime() - sent < 1_000_000_000, "too late")
                    assertTrue(error.message!!.contains("interrupted"), error.message)
                    assertTrue(Thread.interrupted())
                }
                other.join()
            }
        }
        Thread.currentThread().interrupt()
        assertThrows<java.util.concurrent.CancellationException> { plan.runRows(rows) }
        assertTrue(Thread.interrupted())
        assertEquals(rows.size, plan.runRows(rows).size)
    }

    @Test
    fun `a plan that is closed refuses`() {
        val closed = book.plan(plan.asOf(), emptyList())
        closed.close()
        assertThrows<IllegalStateException> { closed.run(0, 0, 1, false, false) }
    }

    private fun assertFails(
        path: String,
        run: () -> Unit,
    ) {
        val error = assertThrows<TuoyuException> { run() }
        assertEquals(ErrorCode.BAD_TABLE to path, error.code to error.path, error.toString())
    }

    /** The answers to batches of all rows, by column. */
    private fun answers(
        batches: Int,
        threads: Int = 1,
        details: Boolean = false,
        reasons: Boolean = false,
        of: Plan = plan,
        filed: String = "filed",
        options: TableOptions? = null,
        before: () -> Unit = {},
    ): List<Map<String, String?>> =
        ArrowArrayStream.allocateNew(allocator).use { input ->
            ArrowArrayStream.allocateNew(allocator).use { output ->
                facts(input, batches, filed)
                if (options == null) {
                    of.run(input.memoryAddress(), output.memoryAddress(), threads, details, reasons)
                } else {
                    of.run(input.memoryAddress(), output.memoryAddress(), options)
                }
                before()
                Data.importArrayStream(allocator, output).use { reader ->
                    val table = ArrayList<Map<String, String?>>()
                    while (reader.loadNextBatch()) {
                        val root = reader.vectorSchemaRoot
                        for (row in 0 until root.rowCount) {
                            table.add(root.fieldVectors.associate { it.name to written(reader.lookup(it), row) })
                        }
                    }
                    table
                }
            }
        }

    private fun org.apache.arrow.vector.ipc.ArrowReader.lookup(column: FieldVector): Pair<FieldVector, FieldVector?> =
        column to column.field.dictionary?.let { lookup(it.id).vector }

    private fun written(
        column: Pair<FieldVector, FieldVector?>,
        row: Int,
    ): String? {
        val (keys, words) = column
        val value = keys.getObject(row) ?: return null
        return (words?.getObject((value as Number).toInt()) ?: value).toString()
    }

    /** Exports batches of all rows. */
    private fun facts(
        into: ArrowArrayStream,
        batches: Int,
        filed: String = "filed",
    ) {
        val bytes = ByteArrayOutputStream()
        val text = listOf("jurisdiction", "service", "legal_form").map { VarCharVector(it, allocator) }
        val flag = BitVector(filed, allocator)
        val number = IntVector("places", allocator)
        VectorSchemaRoot(text + listOf(flag, number)).use { root ->
            rows.forEachIndexed { row, it ->
                val words = listOf(it.jurisdiction, it.service?.name?.lowercase(), it.legalForm?.name?.lowercase())
                for ((column, word) in text.zip(words)) {
                    if (word == null) column.setNull(row) else column.setSafe(row, word.toByteArray())
                }
                it.filed?.let { yes -> flag.setSafe(row, if (yes) 1 else 0) } ?: flag.setNull(row)
                number.setSafe(row, it.places!!)
            }
            root.rowCount = rows.size
            ArrowStreamWriter(root, null, bytes).use { writer -> repeat(batches) { writer.writeBatch() } }
        }
        Data.exportArrayStream(allocator, ArrowStreamReader(ByteArrayInputStream(bytes.toByteArray()), allocator), into)
    }
}
