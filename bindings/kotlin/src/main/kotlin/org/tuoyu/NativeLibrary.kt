package org.tuoyu

import com.sun.jna.Library
import java.io.File
import java.io.IOException
import java.util.Arrays
import java.util.Collections
import com.sun.jna.NativeLibrary as JnaLibrary

/** Location of the native library: the file that a property names, or what JNA finds or unpacks from the jar. */
internal object NativeLibrary {
    private const val NAME = "tuoyu_kotlin"
    private const val FILE = "tuoyu.library"
    private const val FOLDER = "jna.tmpdir"

    // Kept for as long as the class is, since JNA unloads a library that nobody holds.
    private val loaded: Pair<String, JnaLibrary> by lazy { load() }

    /** Name or path, as JNA takes it. */
    fun locate(): String = loaded.first

    private fun load(): Pair<String, JnaLibrary> {
        val name = System.getProperty(FILE) ?: NAME
        val folders = unpackFolders()
        // As `Native.register` has it: JNA unpacks and loads a library once for each set of options.
        val options = Collections.singletonMap(Library.OPTION_CLASSLOADER, javaClass.classLoader)
        try {
            return Pair(name, JnaLibrary.getInstance(name, options))
        } catch (error: LinkageError) {
            throw NativeLibraryException(if (name == NAME) folders.distinct() else Collections.singletonList(name), error)
        }
    }

    /**
     * The folders that JNA may unpack to. JNA takes the first one without asking whether files in it may be executed,
     * and cannot be loaded again once it failed, so the folder is chosen before JNA is.
     */
    private fun unpackFolders(): List<String> {
        System.getProperty(FOLDER)?.let { return Collections.singletonList(it) }
        val cache = System.getenv("XDG_CACHE_HOME") ?: "${System.getProperty("user.home")}/.cache"
        // Without the collections of Kotlin, which would delay the first call.
        val folders = Arrays.asList("$cache/JNA/temp", System.getProperty("java.io.tmpdir"), System.getProperty("user.dir"))
        for (folder in folders) {
            if (mayExecute(folder)) {
                if (folder != folders[0]) System.setProperty(FOLDER, folder)
                break
            }
        }
        return folders
    }

    private fun mayExecute(folder: String): Boolean =
        try {
            File(folder).mkdirs()
            val file = File.createTempFile("tuoyu", null, File(folder))
            try {
                file.setExecutable(true) && file.canExecute()
            } finally {
                file.delete()
            }
        } catch (_: IOException) {
            false
        }
}

/** For Java 8, which has no cleaner: what is native is freed when it is closed, and only then. */
internal object OnCloseCleaner : UniffiCleaner {
    override fun register(
        value: Any,
        cleanUpTask: Runnable,
    ) = object : UniffiCleaner.Cleanable {
        override fun clean() = cleanUpTask.run()
    }
}

/**
 * The native library cannot be loaded (本地库无法加载): thrown by [PolicyBook.bundled] and [PolicyBook.parse], so that
 * an application can start without it.
 *
 * @property tried the files or folders that were tried
 */
class NativeLibraryException internal constructor(
    val tried: List<String>,
    cause: Throwable,
) : RuntimeException(
        "本地库无法加载，已尝试 ${tried.joinToString("、")}。请用 -Djna.tmpdir 指定可执行文件的目录，" +
            "或用 -Dtuoyu.library 指定库文件 (the native library cannot be loaded; tried ${tried.joinToString()}; " +
            "set -Djna.tmpdir to a folder whose files may be executed, or -Dtuoyu.library to the file): ${cause.message}",
        cause,
    )
