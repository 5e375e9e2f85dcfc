package org.tuoyu

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** Each case in a process of its own, since a process loads the library once. */
class NativeLibraryTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun `a library that is missing is an exception every time`() {
        val missing = folder.resolve("libtuoyu_kotlin.so").path
        assertEquals(listOf("tried [$missing]", "tried [$missing]"), run("-Dtuoyu.library=$missing"))
    }

    @Test
    fun `a folder that cannot be unpacked to is an exception every time`() {
        val file = folder.resolve("file").apply { createNewFile() }.path
        assertEquals(listOf("tried [$file]", "tried [$file]"), run("-Djna.tmpdir=$file"))
    }

    @Test
    fun `a second folder is tried`() {
        val file = folder.resolve("file").apply { createNewFile() }.path
        assertEquals(listOf("0.1.0", "0.1.0"), run("-Duser.home=$file"))
    }

    private fun run(property: String): List<String> {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val command = listOf(java, property, "-cp", System.getProperty("java.class.path"), Twice::class.java.name)
        val process = ProcessBuilder(command).apply { environment().remove("XDG_CACHE_HOME") }.start()
        return process.inputStream.bufferedReader().readLines()
    }

    object Twice {
        @JvmStatic
        fun main(arguments: Array<String>) =
            repeat(2) {
                try {
                    println(PolicyBook.bundled().version())
                } catch (error: NativeLibraryException) {
                    println("tried ${error.tried}")
                }
            }
    }
}
