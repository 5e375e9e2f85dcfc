package org.tuoyu

import java.io.File
import java.lang.management.ManagementFactory
import java.time.LocalDate

/** Prices of the calls; run by `./bench`, and never by the tests. */
object Bench {
    private val day = LocalDate.of(2022, 9, 1)
    private val legalForms = LegalForm.values()
    private val clock = ManagementFactory.getThreadMXBean()

    private fun institution(row: Int) =
        Institution(
            jurisdiction = "370303",
            service = Service.INSTITUTION,
            legalForm = legalForms[row % legalForms.size],
            nature = if (row % 2 == 0) Nature.FOR_PROFIT else Nature.NONPROFIT,
            registered = true,
            filed = row % 3 != 0,
            scopeNamesChildcare = true,
            places = row % 150,
            inclusive = row % 5 == 0,
            premises = Premises.LEASED,
        )

    @JvmStatic
    fun main(arguments: Array<String>) {
        val book = PolicyBook.bundled()
        val plan = book.plan(day, emptyList())
        val list = List(1_000, ::institution)
        val one = list[1]
        println("CPU time of a call, median of 15 rounds, µs; ${plan.targets().size} targets, lists of ${list.size} (assessAll: 100)")
        price("book.register", 200) { book.register(one, day) }
        price("book.assess", 30) { book.assess(one, day) }
        price("book.assessAll, each of them", 100) { each -> if (each == 0) book.assessAll(list.subList(0, 100), day) }
        price("book.plan", 100) { book.plan(day, emptyList()).close() }
        price("plan.outcomes", 20_000) { plan.outcomes(one) }
        price("plan.runRows, each of them", 50_000) { each -> if (each % 1_000 == 0) plan.runRows(list) }
        val firsts = List(7) { firstCall() }.sorted()
        println("first call of a process, median of 7: %.0f ms".format(firsts[3]))
    }

    /** Repeats a call in rounds, and prints the median price of one. */
    private fun price(
        name: String,
        calls: Int,
        call: (Int) -> Unit,
    ) {
        val round = {
            val start = clock.currentThreadCpuTime
            repeat(calls, call)
            (clock.currentThreadCpuTime - start) / 1_000.0 / calls
        }
        val warm = System.nanoTime() + 2_000_000_000
        while (System.nanoTime() < warm) round()
        println("%-32s %12.3f".format(name, List(15) { round() }.sorted()[7]))
    }

    private fun firstCall(): Double {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val command = listOf(java, "-cp", System.getProperty("java.class.path"), First::class.java.name)
        val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        return process.inputStream
            .bufferedReader()
            .readText()
            .trim()
            .toDouble()
    }

    /** Prints the milliseconds from the first line to the first answer. */
    object First {
        @JvmStatic
        fun main(arguments: Array<String>) {
            val start = System.nanoTime()
            PolicyBook.bundled().register(institution(1), day)
            println((System.nanoTime() - start) / 1e6)
        }
    }
}
