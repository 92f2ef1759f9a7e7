// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

import java.io.IOException;

/** Local files whose operations can be made to fail. */
final class BreakableFileSystem extends LocalFileSystem {

    volatile boolean full;
    volatile boolean readOnly;
    volatile boolean unreadable;

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        requireWritable();
        FSDataOutputStream out = super.create(path, mode);
        return full ? new HalfWritten(out) : out;
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        requireWritable();
        return super.mkdirs(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        requireWritable();
        return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        requireWritable();
        return super.delete(path, recursive);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        if (unreadable) {
            throw new IOException("input/output error");
        }
        return super.listStatus(path);
    }

    private void requireWritable() throws IOException {
        if (readOnly) {
            throw new IOException("read-only file system");
        }
    }

    /** Stream that accepts only the first half of the data. */
    private static final class HalfWritten extends FSDataOutputStream {

        private final FSDataOutputStream out;

        HalfWritten(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length / 2);
            throw new IOException("no space left on device");
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left on device");
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
