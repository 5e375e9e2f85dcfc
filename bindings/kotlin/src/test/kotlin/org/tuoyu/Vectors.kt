package org.tuoyu

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import java.io.File
import java.time.LocalDate

/** Replays the shared vectors; their format is described in `tests/README.md`. */
class Vectors(
    private val book: PolicyBook,
    private val callerOf: (PolicyBook) -> Caller,
) {
    private val caller = callerOf(book)

    /** Replays every case of the folders, prints how many ran, and fails where an answer differs. */
    fun replay() {
        val folders = listOfNotNull(System.getProperty("tuoyu.vectors"), System.getenv("TUOYU_VECTORS"))
        val cases = folders.flatMap { folder -> cases(File(folder)).map { (name, case) -> Triple(File(folder), name, case) } }
        val failures = cases.flatMap { (folder, name, case) -> replay(folder, case).map { "$name\n    $it" } }
        println("%,d vectors, %,d differences (%s)".format(cases.size, failures.size, caller.javaClass.simpleName))
        if (failures.isNotEmpty()) throw AssertionError(failures.joinToString("\n", prefix = "\n"))
        if (cases.isEmpty()) throw AssertionError("no vectors in $folders")
    }

    private fun cases(folder: File): List<Pair<String, JsonObject>> {
        val files = folder.listFiles { file -> file.extension == "json" } ?: throw AssertionError("no folder $folder")
        return files.sorted().flatMap { file ->
            val cases = JsonParser.parseString(file.readText()).asJsonObject.getAsJsonArray("cases")
            cases.map { "${file.name}: ${it.asJsonObject["name"].asString}" to it.asJsonObject }
        }
    }

    private fun replay(
        folder: File,
        case: JsonObject,
    ): List<String> {
        val expected = case["expect"] as? JsonObject ?: return listOf("expects nothing")
        return try {
            if (!case.has("policies") && !case.has("calendar")) return differences(expected, observe(case))
            ownBook(folder, case).use { differences(expected, observe(case, callerOf(it))) }
        } catch (error: RuntimeException) {
            listOf("cannot be asked: $error")
        }
    }

    /** The book that a case is asked of, where it names files of its own. */
    private fun ownBook(
        folder: File,
        case: JsonObject,
    ): PolicyBook {
        fun read(name: String) = File(folder, "policies/$name").readText()
        val files = case.getAsJsonArray("policies")?.map { PolicyText(it.asString, read(it.asString)) }
        val texts = book.texts() + files.orEmpty()
        val calendar = case["calendar"] ?: return PolicyBook.parse(texts)
        return PolicyBook.parseWithCalendar(texts, read(calendar.asString))
    }

    /** Asks a case and writes the answer in the words of the vectors. */
    fun observe(
        case: JsonObject,
        caller: Caller = this.caller,
    ): JsonElement =
        try {
            answer(case, caller)
        } catch (error: TuoyuException) {
            val code = "code" to word(error.code)
            val told =
                listOf(
                    code,
                    "path" to text(error.path),
                    "hint" to text(error.hint),
                    "hint_zh" to text(error.hintZh),
                    "message" to text(error.text.zh),
                    "message_en" to text(error.text.en),
                    "errors" to list(error.errors) { "${it.path} ${it.code.name.lowercase()}" },
                )
            record("error" to record(*told.toTypedArray()))
        }

    private fun answer(
        case: JsonObject,
        caller: Caller,
    ): JsonElement {
        fun named(name: String) = case[name]?.asString.orEmpty()
        val asOf = LocalDate.parse(named("as_of"))
        val facts = case["facts"]?.toString() ?: "{}"
        val dossier = case["dossier"]?.toString()
        val place = named("jurisdiction")
        return when (val question = named("question")) {
            "register" -> {
                register(caller.register(facts, asOf))
            }

            "supports" -> {
                supports(caller.supports(facts, asOf))
            }

            "review" -> {
                review(caller.review(facts, dossier ?: "{}", asOf))
            }

            "duties_after" -> {
                record("findings" to findings(caller.dutiesAfter(event(named("event")), facts, asOf).findings))
            }

            "deadline" -> {
                deadline(caller.deadline(asOf, case["working_days"].asInt))
            }

            "credit_code" -> {
                creditCode(caller.creditCode(named("query")))
            }

            "what_if" -> {
                val target = named("target")
                whatIf(dossier?.let { caller.whatIfFiling(target, facts, it, asOf) } ?: caller.whatIf(target, facts, asOf))
            }

            "assess" -> {
                assess(dossier?.let { caller.assessFiling(facts, it, asOf) } ?: caller.assess(facts, asOf))
            }

            "responsible" -> {
                responsible(caller.responsible(named("query"), place, asOf))
            }

            "goals" -> {
                goals(caller.goals(place, asOf))
            }

            "seats" -> {
                caller.seats(place, asOf).run { record("scope" to scope(scope), "seats" to list(seats, ::seat)) }
            }

            "clauses" -> {
                clauses(caller.clauses(place, asOf))
            }

            "departments" -> {
                departments(caller.departments(place, asOf))
            }

            "ask" -> {
                JsonParser.parseString(caller.ask(case["request"].toString()))
            }

            else -> {
                throw IllegalArgumentException("no such question: $question")
            }
        }
    }

    private fun register(found: Registration) =
        record(
            "scope" to scope(found.scope),
            "status" to word(found.status),
            "because" to word(found.openBecause),
            "authorities" to list(found.authorities) { it.department.id },
            "missing" to missing(found.missing),
            "conflicts" to list(found.conflicts) { it.id },
            "citations" to citations(found.citations),
            "reasons" to
                reasons(
                    found.authorities
                        .firstOrNull()
                        ?.reasons
                        .orEmpty(),
                ),
            "steps" to findings(found.steps),
        )

    private fun supports(found: Supports): JsonObject {
        val lapsed =
            found.lapsed.map {
                val days = listOf(it.scope.firstDay, it.scope.lastDay).joinToString(" ") { day -> day?.toString() ?: "-" }
                it.id to text("${scope(it.scope).asString} $days")
            }
        return record(
            "scope" to scope(found.scope),
            "findings" to findings(found.findings),
            "lapsed" to record(*lapsed.toTypedArray()),
        )
    }

    private fun review(found: Review): JsonObject {
        val due = found.due.map { it.id to text(it.deadline?.due?.toString() ?: "open") }
        return record(
            "regime" to word(found.regime),
            "status" to word(found.status),
            "findings" to findings(found.findings),
            "due" to record(*due.toTypedArray()),
            "missing" to missing(found.missing),
            "conflicts" to list(found.conflicts) { it.id },
        )
    }

    private fun event(name: String) = Event.valueOf(name.uppercase())

    private fun deadline(found: Deadline) =
        record(
            "because" to text(found.because?.zh),
            "due" to text(found.due?.toString()),
            "skipped" to list(found.skipped) { "${it.day} ${word(it.why).asString}" },
            "made_up" to list(found.madeUp) { it.toString() },
            "notices" to list(found.notices) { it },
        )

    private fun creditCode(found: CreditCode) =
        record(
            "code" to text(found.code),
            "kind" to word(found.kind),
            "repairs" to list(found.repairs) { "${it.at} ${it.from} ${it.to} ${word(it.why).asString}" },
            "warnings" to JsonPrimitive(found.warnings.size),
        )

    private fun whatIf(found: WhatIf): JsonObject {
        val remedies = JsonArray()
        found.remedies.forEach { remedy -> remedies.add(list(remedy.changes, ::change)) }
        return record(
            "status" to word(found.status),
            "remedies" to remedies,
            "no_remedy" to word(found.noRemedy),
            "missing" to missing(found.missing),
            "unsettled" to JsonPrimitive(found.unsettled.size),
            "obstacles" to list(found.obstacles, ::change),
            "message" to text(found.message.zh),
        )
    }

    private fun change(change: Change) = "${listOfNotNull(change.fact, change.subject).joinToString("@")}: ${change.to}"

    private fun assess(found: Assessment) = record("missing" to missing(found.missing), "outcome" to text(found.receipt.outcome))

    private fun responsible(found: Responsibility): JsonObject {
        fun byClause(departments: (ResponsibleUnits) -> List<Department>): JsonObject {
            val entries = found.named.map { one -> clause(one.citation) to list(departments(one)) { it.id } }
            return record(*entries.toTypedArray())
        }
        return record(
            "scope" to scope(found.scope),
            "named" to byClause { it.departments },
            "mentioned" to byClause { it.mentioned },
            "duties" to list(found.duties) { it.department.id },
            "seats" to list(found.seats, ::seat),
            "not_listed" to list(found.notListed) { it.id },
            "nearest" to list(found.nearest) { it },
        )
    }

    private fun goals(found: Goals) =
        record(
            "scope" to scope(found.scope),
            "goals" to list(found.goals) { "${it.by} ${if (it.past) "past" else "ahead"}" },
        )

    private fun clauses(found: Clauses) = record("scope" to scope(found.scope), "clauses" to list(found.clauses) { clause(it.citation) })

    private fun departments(found: Departments) = record("scope" to scope(found.scope), "departments" to list(found.departments) { it.id })

    private fun findings(findings: List<Finding>): JsonObject {
        val entries =
            findings.map { found ->
                listOfNotNull(found.id, found.subject).joinToString("@") to
                    record(
                        "status" to word(found.status),
                        "because" to word(found.openBecause),
                        "force" to word(found.force),
                        "missing" to missing(found.missing),
                        "reasons" to reasons(found.reasons),
                        "citations" to citations(found.citations),
                        "departments" to list(found.departments) { it.id },
                        "last_day" to text(found.lastDay?.toString()),
                        "evidence" to word(found.evidence),
                        "unsettled" to JsonPrimitive(found.unsettled.size),
                        "severity" to word(found.severity),
                        "cure_at" to list(found.cureAt) { it.id },
                    )
            }
        return record(*entries.toTypedArray())
    }

    private fun missing(missing: List<Missing>) = list(missing) { it.fact }

    private fun citations(citations: List<Citation>) = list(citations) { "${clause(it)} ${word(it.role).asString}" }

    private fun reasons(reasons: List<Reason>) = list(reasons) { "${it.fact} ${word(it.outcome).asString}" }

    private fun clause(citation: Citation) = "${citation.instrument} ${citation.clause}"

    private fun seat(seat: Seat) = "${word(seat.role).asString} ${seat.unit} ${seat.post}"

    private fun scope(scope: Scope) = word(scope.state)

    private fun word(word: Enum<*>?) = text(word?.name?.lowercase())

    private fun text(text: String?): JsonElement = text?.let(::JsonPrimitive) ?: JsonNull.INSTANCE

    private fun <T> list(
        items: List<T>,
        write: (T) -> String,
    ) = JsonArray().apply { items.forEach { add(write(it)) } }

    private fun record(vararg entries: Pair<String, JsonElement>) =
        JsonObject().apply { entries.forEach { (name, value) -> add(name, value) } }

    companion object {
        /** Where an answer differs from what was expected; only the keys that are expected are compared. */
        @JvmStatic
        @JvmOverloads
        fun differences(
            expected: JsonElement,
            found: JsonElement,
            path: String = "",
        ): List<String> =
            when {
                expected is JsonObject && found is JsonObject -> {
                    expected.entrySet().flatMap { (name, value) ->
                        differences(value, found[name] ?: JsonNull.INSTANCE, "$path/$name")
                    }
                }

                expected is JsonArray && found is JsonArray && expected.size() == found.size() -> {
                    expected.zip(found).flatMapIndexed { position, (wanted, item) -> differences(wanted, item, "$path/$position") }
                }

                expected is JsonObject && found is JsonArray -> {
                    expected.entrySet().flatMap { (name, value) ->
                        val item = found.firstOrNull { identity(it.asJsonObject) == name }
                        differences(value, item ?: JsonNull.INSTANCE, "$path/$name")
                    }
                }

                expected == found || says(expected, found) -> {
                    emptyList()
                }

                else -> {
                    listOf("$path: expected $expected, found $found")
                }
            }

        /** By what an item of a list is found: its identifier with its subject, its fact, its department, or its clause. */
        private fun identity(item: JsonObject): String? {
            val name = item["id"] ?: item["fact"] ?: (item["department"] as? JsonObject)?.get("id")
            val cited = item["citation"] as? JsonObject
            if (name == null && cited != null) {
                return listOfNotNull(cited["instrument"]?.asString, cited["clause"]?.asString).joinToString(" ")
            }
            val subject = item["subject"] as? JsonPrimitive
            return listOfNotNull(name?.asString, subject?.asString).joinToString("@")
        }

        /** Whether a text holds what it has to hold and lacks what it must not hold. */
        private fun says(
            expected: JsonElement,
            found: JsonElement,
        ): Boolean {
            if (expected !is JsonObject || found !is JsonPrimitive || !found.isString) return false

            fun all(
                name: String,
                wanted: Boolean,
            ) = expected.getAsJsonArray(name)?.all { (it.asString in found.asString) == wanted } ?: true
            return setOf("contains", "lacks").containsAll(expected.keySet()) && all("contains", true) && all("lacks", false)
        }
    }
}
