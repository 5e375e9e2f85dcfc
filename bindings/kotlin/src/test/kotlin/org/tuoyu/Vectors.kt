package org.tuoyu

import com.google.gson.FieldNamingPolicy
import com.google.gson.GsonBuilder
import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import com.google.gson.JsonSerializer
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
            if (!case.has("policies") && !case.has("calendar")) return replay(case, expected, caller)
            ownBook(folder, case).use { replay(case, expected, callerOf(it)) }
        } catch (error: RuntimeException) {
            listOf("cannot be asked: $error")
        }
    }

    private fun replay(
        case: JsonObject,
        expected: JsonObject,
        caller: Caller,
    ): List<String> {
        val request = (case["request"] ?: case.deepCopy().apply { BESIDE.forEach(::remove) }).asJsonObject
        val reply = replied { JsonParser.parseString(caller.ask(request.toString())) }
        val inJson = differences(expected, reply)
        val question = request["question"]?.asString
        // A typed call takes a record of a receipt, and the bundled calendar.
        val untyped = question == "verify" || (question == "deadline" && case.has("calendar"))
        if (case.has("request") || untyped) return inJson
        val answer = replied { records.toJsonTree(caller.answer(Asked(request))) }
        return inJson + differences(unwrapped(expected), unwrapped(answer)).map { "typed: $it" }
    }

    /** An error as a typed call has it, with no field around its facts. */
    private fun unwrapped(reply: JsonElement): JsonElement =
        if (reply !is JsonObject || !reply.has("error")) {
            reply
        } else {
            JsonParser.parseString(reply.toString().replace(Regex("\"(facts|dossier)\\."), "\""))
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

    /** The reply, or the error as an object. */
    private fun replied(ask: () -> JsonElement): JsonElement =
        try {
            ask()
        } catch (error: TuoyuException) {
            val faults = error.errors.map { mapOf("path" to it.path, "code" to it.code) }
            val told =
                mapOf(
                    "code" to error.code,
                    "path" to error.path,
                    "hint" to error.hint,
                    "hint_zh" to error.hintZh,
                    "message" to error.text.zh,
                    "message_en" to error.text.en,
                    "errors" to faults,
                )
            records.toJsonTree(mapOf("error" to told))
        }

    companion object {
        /** Keys of a case that are no part of the request. */
        private val BESIDE = listOf("name", "note", "expect", "policies", "calendar")

        /** Writes records as the library's JSON has them. */
        private val records =
            GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .registerTypeHierarchyAdapter(
                    Enum::class.java,
                    JsonSerializer<Enum<*>> {
                        word,
                        _,
                        _,
                        ->
                        JsonPrimitive(word.name.lowercase())
                    },
                ).registerTypeAdapter(LocalDate::class.java, JsonSerializer<LocalDate> { day, _, _ -> JsonPrimitive(day.toString()) })
                .create()

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
